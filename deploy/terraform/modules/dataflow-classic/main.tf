# Seed 002's own way: Google's classic template from a subscription into one table. It takes flat JSON, writes by streaming inserts, and
# puts what it cannot write into a table of dead letters. docs/dataflow.md says what it cannot do.

module "runtime" {
  source = "../dataflow-runtime"

  platform     = var.platform
  name         = "classic"
  subscription = "dataflow-classic"
  topic_id     = var.topic_id
  temp_bucket  = var.temp_bucket
}

# Made here, so that the template needs no right to make tables. Its columns are the template's own.
module "dead_letters" {
  source = "../table"

  project_id  = var.platform.project_id
  dataset_id  = var.table.dataset_id
  table_id    = "${var.table.table_id}_error_records"
  description = "Messages that the template could not write, with the reason. Nothing sends them again."
  schema      = file("${path.module}/../../schemas/error_records.json")
  labels      = module.runtime.labels
  partition   = { type = "DAY", field = "timestamp", expiration_days = 90 }
  writer_role = var.platform.writer_role
  writers     = { dataflow = module.runtime.member }

  deletion_protection = var.deletion_protection
}

resource "google_bigquery_table_iam_member" "writer" {
  project    = var.platform.project_id
  dataset_id = var.table.dataset_id
  table_id   = var.table.table_id
  role       = var.platform.writer_role
  member     = module.runtime.member
}

resource "google_dataflow_job" "issues" {
  project                 = var.platform.project_id
  region                  = var.platform.region
  name                    = "${var.platform.prefix}-issues-pubsub-to-bq"
  template_gcs_path       = "gs://dataflow-templates-${var.platform.region}/${var.template_version}/PubSub_Subscription_to_BigQuery"
  temp_gcs_location       = module.runtime.temp_location
  service_account_email   = module.runtime.email
  max_workers             = var.max_workers
  enable_streaming_engine = true
  on_delete               = "drain"
  labels                  = module.runtime.labels

  parameters = {
    inputSubscription     = module.runtime.subscription_id
    outputTableSpec       = "${var.platform.project_id}:${var.table.dataset_id}.${var.table.table_id}"
    outputDeadletterTable = "${var.platform.project_id}:${var.table.dataset_id}.${var.table.table_id}_error_records"
  }

  depends_on = [module.runtime, module.dead_letters, google_bigquery_table_iam_member.writer]
}
