{{ config(materialized='view') }}
select id, customer, amount, ordered_at, date(ordered_at) as ordered_on, status from {{ ref('raw_orders') }}
