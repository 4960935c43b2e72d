{{ config(materialized='table', cluster_by=['customer'], labels={'team': 'shop'}) }}
with totals as (
  select customer, sum(amount) as total, count(*) as orders, max(ordered_at) as last_order from {{ ref('orders') }} group by customer
)
select * from totals
