# The firestore function: document changes, brought by Eventarc, become messages on the topic.

module "service" {
  source = "../service"

  project_id       = var.platform.project_id
  region           = var.platform.region
  name             = "${var.platform.prefix}-firestore"
  account_id       = "${var.platform.prefix}-firestore"
  description      = "Takes Firestore changes from Eventarc and publishes them."
  function_target  = "firestore"
  bundle           = { bucket = var.platform.bundle_bucket, path = var.bundle }
  image_repository = var.platform.image_repository
  build_account    = var.platform.build_account
  labels           = merge(var.platform.labels, { component = "firestore" })
  ingress          = "INGRESS_TRAFFIC_INTERNAL_ONLY"
  secrets          = var.secret_ids
  concurrency      = 80
  memory           = var.memory
  min_instances    = var.min_instances
  max_instances    = var.max_instances
  traffic          = var.traffic

  env = merge(
    { ISSUES_TOPIC = var.topic, FIRESTORE_ERRORS_TOPIC = var.errors_topic },
    var.errors_bucket == null ? {} : { FIRESTORE_ERRORS_BUCKET = var.errors_bucket },
    var.env,
  )
}

module "trigger" {
  source = "../trigger"

  project_id   = var.platform.project_id
  region       = var.platform.region
  location     = var.database_location
  name         = "${var.platform.prefix}-firestore"
  account_id   = "${var.platform.prefix}-firestore-evt"
  service      = module.service.name
  labels       = merge(var.platform.labels, { component = "firestore" })
  content_type = "application/protobuf"

  criteria = [
    { attribute = "type", value = "google.cloud.firestore.document.v1.written.withAuthContext" },
    { attribute = "database", value = var.database },
    { attribute = "document", value = var.documents, operator = "match-path-pattern" },
  ]
}

resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = { issues = var.topic, errors = var.errors_topic }

  project = var.platform.project_id
  topic   = each.value
  role    = "roles/pubsub.publisher"
  member  = module.service.member
}

resource "google_storage_bucket_iam_member" "errors" {
  count = var.errors_bucket == null ? 0 : 1

  bucket = var.errors_bucket
  role   = "roles/storage.objectCreator"
  member = module.service.member
}
