{{ config(
  materialized='incremental', incremental_strategy='microbatch', event_time='ordered_at', batch_size='day', begin='2026-01-01',
  partition_by={'field': 'ordered_at', 'data_type': 'timestamp', 'granularity': 'day'}
) }}
select id, ordered_at, amount from {{ ref('orders') }}
