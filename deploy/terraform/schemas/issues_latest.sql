SELECT issue_id, source, created_at, payload
FROM `${table}`
WHERE TRUE
QUALIFY ROW_NUMBER() OVER (PARTITION BY issue_id ORDER BY created_at DESC) = 1
