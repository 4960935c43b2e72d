# The topics of the suite, and the dataset and table of seed 002's issues.

module "issues" {
  source = "../modules/topic"

  project_id = var.project_id
  region     = var.region
  name       = "${var.prefix}-issues"
  labels     = merge(local.labels, { component = "issues" })
  retention  = "604800s"
}

# The error output: a topic, and a subscription that keeps records until they are sent again.
module "errors" {
  source = "../modules/topic"

  project_id = var.project_id
  region     = var.region
  name       = "${var.prefix}-errors"
  labels     = merge(local.labels, { component = "errors" })
}

module "errors_kept" {
  source = "../modules/subscription"

  project_id   = var.project_id
  region       = var.region
  name         = "${var.prefix}-errors"
  topic        = module.errors.id
  pubsub_agent = local.pubsub_agent
  labels       = merge(local.labels, { component = "errors" })
  retention    = "2678400s"
}

resource "google_bigquery_dataset" "issues" {
  project     = var.project_id
  dataset_id  = "issues_ds"
  location    = var.region
  description = "Issues, one row a message."
  labels      = merge(local.labels, { component = "issues" })

  delete_contents_on_destroy = false
}

module "issues_stream" {
  source = "../modules/table"

  project_id          = var.project_id
  dataset_id          = google_bigquery_dataset.issues.dataset_id
  table_id            = "issues_stream"
  description         = "Issues as they came; issues_latest has each once."
  schema              = file("${path.module}/../schemas/issues_stream.json")
  clustering          = ["created_at"]
  labels              = merge(local.labels, { component = "issues" })
  writer_role         = google_project_iam_custom_role.writer.name
  deletion_protection = var.deletion_protection
}

resource "google_bigquery_table" "issues_latest" {
  project             = var.project_id
  dataset_id          = google_bigquery_dataset.issues.dataset_id
  table_id            = "issues_latest"
  description         = "Each issue once: of several rows with one id, the one that came last."
  labels              = merge(local.labels, { component = "issues" })
  deletion_protection = var.deletion_protection

  view {
    use_legacy_sql = false
    query          = templatefile("${path.module}/../schemas/issues_latest.sql", { table = "${var.project_id}.${module.issues_stream.name}" })
  }
}
