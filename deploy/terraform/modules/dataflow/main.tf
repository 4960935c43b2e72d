# The sink as a job on Dataflow, from a template that `npm run dataflow -- --stage` has put into the bucket of templates.

locals {
  subscription = "${var.platform.prefix}-dataflow"
  # The template has the routes in it, so another template is another job: it replaces the running one of this name.
  name = "${var.platform.prefix}-sink"
}

resource "google_service_account" "runtime" {
  project      = var.platform.project_id
  account_id   = "${var.platform.prefix}-dataflow"
  display_name = "${var.platform.prefix}-dataflow: the account that the job's workers run as"
}

# Workers report to the service and write logs. Google offers this role on the project alone.
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

  project_id   = var.platform.project_id
  region       = var.platform.region
  name         = local.subscription
  topic        = var.topic_id
  pubsub_agent = var.platform.pubsub_agent
  labels       = merge(var.platform.labels, { component = "dataflow" })
  # Above the longest time that a message waits for its row; Dataflow extends it beyond.
  ack_deadline_seconds = 120
  subscribers          = { dataflow = google_service_account.runtime.member }
}

# Dataflow looks at its subscription before it reads from it.
resource "google_pubsub_subscription_iam_member" "viewer" {
  project      = var.platform.project_id
  subscription = module.subscription.name
  role         = "roles/pubsub.viewer"
  member       = google_service_account.runtime.member
}

module "access" {
  source = "../sink-access"

  platform      = var.platform
  member        = google_service_account.runtime.member
  tables        = var.tables
  datasets      = var.datasets
  errors_topic  = var.errors_topic
  errors_bucket = var.errors_bucket
  load_bucket   = var.load_bucket
}

resource "google_dataflow_job" "sink" {
  project                 = var.platform.project_id
  region                  = var.platform.region
  name                    = local.name
  template_gcs_path       = var.template
  temp_gcs_location       = "gs://${var.temp_bucket}/temp"
  service_account_email   = google_service_account.runtime.email
  machine_type            = var.machine_type
  max_workers             = var.max_workers
  enable_streaming_engine = true
  # A job that goes away finishes what it has taken; what is not taken stays in the subscription.
  on_delete              = "drain"
  additional_experiments = var.at_least_once ? ["streaming_mode_at_least_once"] : []
  transform_name_mapping = var.transform_name_mapping
  labels                 = merge(var.platform.labels, { component = "dataflow" })

  depends_on = [google_project_iam_member.worker, google_storage_bucket_iam_member.temp, module.subscription, module.access]
}
