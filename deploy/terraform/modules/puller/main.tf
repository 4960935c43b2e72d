# The puller: a scheduled call pulls one window of each source and appends its rows exactly once.

locals {
  name = "${var.platform.prefix}-puller"
  # Source files stand in the config bucket, in a folder whose name changes with their content.
  folder = "puller-${substr(sha256(jsonencode(var.sources)), 0, 12)}"
}

resource "google_storage_bucket_object" "source" {
  for_each = var.sources

  bucket       = var.platform.config_bucket
  name         = "${local.folder}/${each.key}"
  content      = each.value
  content_type = endswith(each.key, ".json") ? "application/json" : "application/yaml"
}

module "service" {
  source = "../service"

  project_id       = var.platform.project_id
  region           = var.platform.region
  name             = local.name
  account_id       = local.name
  description      = "Pulls paged APIs into BigQuery, exactly once."
  function_target  = "puller"
  bundle           = { bucket = var.platform.bundle_bucket, path = var.bundle }
  image_repository = var.platform.image_repository
  build_account    = var.platform.build_account
  labels           = merge(var.platform.labels, { component = "puller" })
  ingress          = "INGRESS_TRAFFIC_INTERNAL_ONLY"
  invokers         = { schedule = google_service_account.schedule.member }
  secrets          = var.secret_ids
  files            = { bucket = var.platform.config_bucket, path = "/config" }
  timeout_seconds  = var.timeout_seconds
  concurrency      = 4
  memory           = var.memory
  min_instances    = var.min_instances
  max_instances    = var.max_instances
  traffic          = var.traffic

  env = merge(
    {
      PULLER_SOURCES = "/config/${local.folder}"
      PULLER_BUCKET  = var.spool_bucket
    },
    var.env,
  )
}

resource "google_service_account" "schedule" {
  project      = var.platform.project_id
  account_id   = "${local.name}-tick"
  display_name = "${local.name}: the account that the schedule calls as"
}

resource "google_cloud_scheduler_job" "tick" {
  project          = var.platform.project_id
  region           = var.platform.region
  name             = local.name
  description      = "Pulls the windows that are due."
  schedule         = var.schedule
  time_zone        = "Etc/UTC"
  attempt_deadline = "${var.timeout_seconds}s"

  # A run that another one is busy with, or that a source asked to wait, answers so that the job tries again.
  retry_config {
    retry_count          = 3
    min_backoff_duration = "30s"
    max_backoff_duration = "300s"
    max_doublings        = 3
  }

  http_target {
    uri         = "${module.service.uri}/"
    http_method = "POST"

    oidc_token {
      service_account_email = google_service_account.schedule.email
      audience              = module.service.uri
    }
  }
}

# The ledgers, the spool and the error output.
resource "google_storage_bucket_iam_member" "spool" {
  bucket = var.spool_bucket
  role   = "roles/storage.objectUser"
  member = module.service.member
}

resource "google_bigquery_table_iam_member" "writer" {
  for_each = var.tables

  project    = var.platform.project_id
  dataset_id = each.value.dataset_id
  table_id   = each.value.table_id
  role       = var.platform.writer_role
  member     = module.service.member
}
