# The intake: issues over HTTP become messages on the topic.

locals {
  # Keys are remembered in the bucket only where one is given; without it each instance remembers its own.
  ledger = var.ledger_bucket == null ? {} : { INTAKE_LEDGER_BUCKET = var.ledger_bucket }
}

module "service" {
  source = "../service"

  project_id       = var.platform.project_id
  region           = var.platform.region
  name             = "${var.platform.prefix}-intake"
  account_id       = "${var.platform.prefix}-intake"
  description      = "Takes issues over HTTP and publishes them."
  function_target  = "intake"
  bundle           = { bucket = var.platform.bundle_bucket, path = var.bundle }
  image_repository = var.platform.image_repository
  build_account    = var.platform.build_account
  labels           = merge(var.platform.labels, { component = "intake" })
  ingress          = var.ingress
  invokers         = merge(var.callers, var.public ? { public = "allUsers" } : {})
  secrets          = var.secret_ids
  concurrency      = 80
  memory           = var.memory
  min_instances    = var.min_instances
  max_instances    = var.max_instances
  traffic          = var.traffic

  env = merge({ ISSUES_TOPIC = var.topic }, local.ledger, var.env)
}

resource "google_pubsub_topic_iam_member" "publisher" {
  project = var.platform.project_id
  topic   = var.topic
  role    = "roles/pubsub.publisher"
  member  = module.service.member
}

resource "google_storage_bucket_iam_member" "ledger" {
  count = var.ledger_bucket == null ? 0 : 1

  bucket = var.ledger_bucket
  role   = "roles/storage.objectUser"
  member = module.service.member
}
