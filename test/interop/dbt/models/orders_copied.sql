{{ config(
  materialized='incremental', incremental_strategy='insert_overwrite',
  partition_by={'field': 'ordered_on', 'data_type': 'date', 'copy_partitions': true}
) }}
select id, ordered_on, amount from {{ ref('orders') }}
{% if is_incremental() %}
where ordered_on = '2026-01-03'
{% endif %}
