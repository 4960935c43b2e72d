# The sink as a function: Pub/Sub pushes messages, each is answered after its row is durable.

locals {
  subscription = "${var.platform.prefix}-sink-push"
  # The config file stands in the config bucket, under a name that changes with its content.
  config_file = var.config == null ? null : "sink/routes-${substr(sha256(var.config), 0, 12)}.json"
}

resource "google_storage_bucket_object" "config" {
  count = var.config == null ? 0 : 1

  bucket       = var.platform.config_bucket
  name         = local.config_file
  content      = var.config
  content_type = "application/json"
}

module "service" {
  source = "../service"

  project_id       = var.platform.project_id
  region           = var.platform.region
  name             = "${var.platform.prefix}-sink"
  account_id       = "${var.platform.prefix}-sink"
  description      = "Takes pushed messages and writes them to BigQuery."
  function_target  = "sink"
  bundle           = { bucket = var.platform.bundle_bucket, path = var.bundle }
  image_repository = var.platform.image_repository
  build_account    = var.platform.build_account
  labels           = merge(var.platform.labels, { component = "sink" })
  ingress          = "INGRESS_TRAFFIC_INTERNAL_ONLY"
  invokers         = { push = google_service_account.push.member }
  files            = var.config == null ? null : { bucket = var.platform.config_bucket, path = "/config" }
  timeout_seconds  = 60
  concurrency      = 250
  memory           = var.memory
  min_instances    = var.min_instances
  max_instances    = var.max_instances
  traffic          = var.traffic

  env = merge(
    var.config == null ? {
      INPUT_SUBSCRIPTION    = local.subscription
      OUTPUT_TABLE          = var.table
      BIG_QUERY_OUTPUT_MODE = var.mode
      ERROR_OUTPUT_TOPIC    = var.errors_topic
      ERROR_OUTPUT_BUCKET   = var.errors_bucket
    } : { SINK_CONFIG = "/config/${local.config_file}" },
    var.env,
  )
}

resource "google_service_account" "push" {
  project      = var.platform.project_id
  account_id   = "${var.platform.prefix}-sink-push"
  display_name = "${var.platform.prefix}-sink: the account that Pub/Sub pushes as"
}

module "subscription" {
  source = "../subscription"

  project_id   = var.platform.project_id
  region       = var.platform.region
  name         = local.subscription
  topic        = var.topic_id
  pubsub_agent = var.platform.pubsub_agent
  labels       = merge(var.platform.labels, { component = "sink" })
  push         = { endpoint = module.service.uri, account = google_service_account.push.email }
}

module "access" {
  source = "../sink-access"

  platform      = var.platform
  member        = module.service.member
  tables        = var.tables
  datasets      = var.datasets
  errors_topic  = var.errors_topic
  errors_bucket = var.errors_bucket
  load_bucket   = var.load_bucket
}
