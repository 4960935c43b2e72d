select id from {{ ref('orders') }} where amount < 0
