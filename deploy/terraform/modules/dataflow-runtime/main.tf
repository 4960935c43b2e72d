# For every job on Dataflow, however it is launched: the account of its workers, a place for their temporary objects, and a
# subscription of its own.

locals {
  labels = merge(var.platform.labels, { component = "dataflow" })
}

resource "google_service_account" "runtime" {
  project      = var.platform.project_id
  account_id   = "${var.platform.prefix}-${var.name}"
  display_name = "${var.platform.prefix}-${var.name}: the account that the job's workers run as"
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
  name         = "${var.platform.prefix}-${var.subscription}"
  topic        = var.topic_id
  pubsub_agent = var.platform.pubsub_agent
  labels       = local.labels
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
