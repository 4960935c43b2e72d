# The loader: a finished folder in the bucket becomes a load job or a transformation.

locals {
  name = "${var.platform.prefix}-loader"
}

module "service" {
  source = "../service"

  project_id       = var.platform.project_id
  region           = var.platform.region
  name             = local.name
  account_id       = local.name
  description      = "Loads finished folders of files into BigQuery."
  function_target  = "loader"
  bundle           = { bucket = var.platform.bundle_bucket, path = var.bundle }
  image_repository = var.platform.image_repository
  build_account    = var.platform.build_account
  labels           = merge(var.platform.labels, { component = "loader" })
  ingress          = "INGRESS_TRAFFIC_INTERNAL_ONLY"
  invokers         = { sweep = google_service_account.sweep.member, push = google_service_account.push.member }
  timeout_seconds  = var.timeout_seconds
  concurrency      = 8
  memory           = var.memory
  min_instances    = var.min_instances
  max_instances    = var.max_instances
  traffic          = var.traffic

  env = merge(
    {
      LEDGER_BUCKET        = var.ledger_bucket
      SWEEP_BUCKETS        = var.bucket
      FUNCTION_TIMEOUT_SEC = tostring(var.timeout_seconds)
    },
    var.tracking_dataset == null ? {} : { TRACKING_DATASET = var.tracking_dataset },
    var.errors_topic == null ? {} : { ERRORS_TOPIC = var.errors_topic },
    var.env,
  )
}

# The bucket tells of its objects through a topic of their own, so that Cloud Storage may publish there and nowhere else.
module "files" {
  source = "../topic"

  project_id = var.platform.project_id
  region     = var.platform.region
  name       = "${local.name}-files"
  labels     = merge(var.platform.labels, { component = "loader" })
  publishers = { storage = var.storage_agent }
}

resource "google_storage_notification" "finalized" {
  bucket         = var.bucket
  topic          = module.files.id
  payload_format = "JSON_API_V1"
  event_types    = ["OBJECT_FINALIZE"]

  # Cloud Storage checks that it may publish when the notification is made.
  depends_on = [module.files]
}

resource "google_service_account" "push" {
  project      = var.platform.project_id
  account_id   = "${local.name}-push"
  display_name = "${local.name}: the account that Pub/Sub pushes as"
}

module "subscription" {
  source = "../subscription"

  project_id           = var.platform.project_id
  region               = var.platform.region
  name                 = "${local.name}-files"
  topic                = module.files.id
  pubsub_agent         = var.platform.pubsub_agent
  labels               = merge(var.platform.labels, { component = "loader" })
  ack_deadline_seconds = var.timeout_seconds
  push                 = { endpoint = module.service.uri, account = google_service_account.push.email }
}

# Loads that no event moves on are moved on by the clock.
resource "google_service_account" "sweep" {
  project      = var.platform.project_id
  account_id   = "${local.name}-sweep"
  display_name = "${local.name}: the account that the schedule calls as"
}

resource "google_cloud_scheduler_job" "sweep" {
  project          = var.platform.project_id
  region           = var.platform.region
  name             = "${local.name}-sweep"
  description      = "Moves every unfinished load on."
  schedule         = var.sweep_schedule
  time_zone        = "Etc/UTC"
  attempt_deadline = "${var.timeout_seconds}s"

  retry_config {
    retry_count          = 1
    min_backoff_duration = "30s"
  }

  http_target {
    uri         = "${module.service.uri}/sweep"
    http_method = "POST"

    oidc_token {
      service_account_email = google_service_account.sweep.email
      audience              = module.service.uri
    }
  }
}

# Reads files and config, writes `_FAILED`, moves or deletes files where a hook says so.
resource "google_storage_bucket_iam_member" "files" {
  bucket = var.bucket
  role   = "roles/storage.objectUser"
  member = module.service.member
}

resource "google_storage_bucket_iam_member" "ledger" {
  bucket = var.ledger_bucket
  role   = "roles/storage.objectUser"
  member = module.service.member
}

resource "google_project_iam_member" "jobs" {
  project = var.platform.project_id
  role    = var.platform.jobs_role
  member  = module.service.member
}

# Load jobs read and write tables, and make temporary ones, so the role is on the datasets and not on a table.
resource "google_bigquery_dataset_iam_member" "loads" {
  for_each = var.datasets

  project    = var.platform.project_id
  dataset_id = each.value
  role       = "roles/bigquery.dataEditor"
  member     = module.service.member
}

resource "google_pubsub_topic_iam_member" "errors" {
  count = var.errors_topic == null ? 0 : 1

  project = var.platform.project_id
  topic   = var.errors_topic
  role    = "roles/pubsub.publisher"
  member  = module.service.member
}
