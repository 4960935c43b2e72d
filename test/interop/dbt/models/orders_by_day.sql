{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partition_by={'field': 'ordered_on', 'data_type': 'date'}) }}
select ordered_on, count(*) as orders, sum(amount) as total from {{ ref('orders') }}
{% if is_incremental() %}
where ordered_on >= '2026-01-02'
{% endif %}
group by ordered_on
