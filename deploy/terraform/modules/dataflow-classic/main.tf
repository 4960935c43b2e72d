# Seed 002's own way: Google's classic template from a subscription into one table. It takes flat JSON, writes by streaming inserts, and
# puts what it cannot write into a table of dead letters. docs/dataflow.md says what it cannot do.

locals {
  subscription = "${var.platform.prefix}-dataflow-classic"
}

resource "google_service_account" "runtime" {
  project      = var.platform.project_id
  account_id   = "${var.platform.prefix}-classic"
  display_name = "${var.platform.prefix}-classic: the account that the template's workers run as"
}

resource "google_project_iam_member" "worker" {
  project = var.platform.project_id
  role    = "roles/dataflow.worker"
  member  = google_service_account.runtime.member
}

resource "google_storage_bucket_iam_member" "temp" {
  bucket = var.temp_bucket
  role   = "roles/storage.objectUser"
  member = google_service_account.runtime.member
}

module "subscription" {
  source = "../subscription"

  project_id           = var.platform.project_id
  region               = var.platform.region
  name                 = local.subscription
  topic                = var.topic_id
  pubsub_agent         = var.platform.pubsub_agent
  labels               = merge(var.platform.labels, { component = "dataflow" })
  ack_deadline_seconds = 120
  subscribers          = { dataflow = google_service_account.runtime.member }
}

resource "google_pubsub_subscription_iam_member" "viewer" {
  project      = var.platform.project_id
  subscription = module.subscription.name
  role         = "roles/pubsub.viewer"
  member       = google_service_account.runtime.member
}

# Made here, so that the template needs no right to make tables. Its columns are the template's own.
module "dead_letters" {
  source = "../table"

  project_id  = var.platform.project_id
  dataset_id  = var.table.dataset_id
  table_id    = "${var.table.table_id}_error_records"
  description = "Messages that the template could not write, with the reason. Nothing sends them again."
  schema      = file("${path.module}/../../schemas/error_records.json")
  labels      = merge(var.platform.labels, { component = "dataflow" })
  partition   = { type = "DAY", field = "timestamp", expiration_days = 90 }
  writer_role = var.platform.writer_role
  writers     = { dataflow = google_service_account.runtime.member }

  deletion_protection = var.deletion_protection
}

resource "google_bigquery_table_iam_member" "writer" {
  project    = var.platform.project_id
  dataset_id = var.table.dataset_id
  table_id   = var.table.table_id
  role       = var.platform.writer_role
  member     = google_service_account.runtime.member
}

resource "google_dataflow_job" "issues" {
  project                 = var.platform.project_id
  region                  = var.platform.region
  name                    = "${var.platform.prefix}-issues-pubsub-to-bq"
  template_gcs_path       = "gs://dataflow-templates-${var.platform.region}/${var.template_version}/PubSub_Subscription_to_BigQuery"
  temp_gcs_location       = "gs://${var.temp_bucket}/temp"
  service_account_email   = google_service_account.runtime.email
  max_workers             = var.max_workers
  enable_streaming_engine = true
  on_delete               = "drain"
  labels                  = merge(var.platform.labels, { component = "dataflow" })

  parameters = {
    inputSubscription     = "projects/${var.platform.project_id}/subscriptions/${module.subscription.name}"
    outputTableSpec       = "${var.platform.project_id}:${var.table.dataset_id}.${var.table.table_id}"
    outputDeadletterTable = "${var.platform.project_id}:${var.table.dataset_id}.${var.table.table_id}_error_records"
  }

  depends_on = [google_project_iam_member.worker, google_storage_bucket_iam_member.temp, module.dead_letters]
}
