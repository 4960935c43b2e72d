# A table from its schema file, and the accounts that may write rows into it.

resource "google_bigquery_table" "table" {
  project             = var.project_id
  dataset_id          = var.dataset_id
  table_id            = var.table_id
  description         = var.description
  labels              = var.labels
  schema              = var.schema
  clustering          = var.clustering
  max_staleness       = var.max_staleness
  deletion_protection = var.deletion_protection

  dynamic "time_partitioning" {
    for_each = var.partition == null ? [] : [var.partition]
    content {
      type          = time_partitioning.value.type
      field         = time_partitioning.value.field
      expiration_ms = time_partitioning.value.expiration_days == null ? null : time_partitioning.value.expiration_days * 86400000
    }
  }

  dynamic "table_constraints" {
    for_each = length(var.primary_key) == 0 ? [] : [var.primary_key]
    content {
      primary_key {
        columns = table_constraints.value
      }
    }
  }
}

# The role of the suite: read the schema, write rows. It reads no row.
resource "google_bigquery_table_iam_member" "writer" {
  for_each = var.writers

  project    = var.project_id
  dataset_id = google_bigquery_table.table.dataset_id
  table_id   = google_bigquery_table.table.table_id
  role       = var.writer_role
  member     = each.value
}
