{{ config(materialized='table') }}
select total, {{ dbt.current_timestamp() }} as made_at from {{ ref('totals') }}
