{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id', on_schema_change='append_new_columns') }}
select id, customer, amount, status, ordered_at{% if var('with_note', false) %}, 'late' as note{% endif %} from {{ ref('orders') }}
{% if is_incremental() %}
where ordered_at >= (select max(ordered_at) from {{ this }}) or status = 'paid'
{% endif %}
