output "name" {
  description = "The table as `dataset.table`."
  value       = "${google_bigquery_table.table.dataset_id}.${google_bigquery_table.table.table_id}"
}

output "table_id" {
  description = "The table's name in its dataset."
  value       = google_bigquery_table.table.table_id
}
