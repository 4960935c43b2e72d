# The grants of a sink, the same for the function and the worker: write rows into its tables, and write its error output.

# Tables that are known by name are granted one by one.
resource "google_bigquery_table_iam_member" "writer" {
  for_each = var.tables

  project    = var.platform.project_id
  dataset_id = each.value.dataset_id
  table_id   = each.value.table_id
  role       = var.platform.writer_role
  member     = var.member
}

# A route whose table is a template writes to tables that cannot be listed beforehand, so the grant is on their dataset.
resource "google_bigquery_dataset_iam_member" "writer" {
  for_each = var.datasets

  project    = var.platform.project_id
  dataset_id = each.value
  role       = var.platform.writer_role
  member     = var.member
}

resource "google_pubsub_topic_iam_member" "errors" {
  project = var.platform.project_id
  topic   = var.errors_topic
  role    = "roles/pubsub.publisher"
  member  = var.member
}

resource "google_storage_bucket_iam_member" "errors" {
  bucket = var.errors_bucket
  role   = "roles/storage.objectCreator"
  member = var.member
}

# Only the modes FILE_LOADS and MIXED stage files and run load jobs.
resource "google_storage_bucket_iam_member" "load" {
  count = var.load_bucket == null ? 0 : 1

  bucket = var.load_bucket
  role   = "roles/storage.objectUser"
  member = var.member
}

resource "google_project_iam_member" "jobs" {
  count = var.load_bucket == null ? 0 : 1

  project = var.platform.project_id
  role    = var.platform.jobs_role
  member  = var.member
}
