# An account for each kind of job, so that a job that only plans cannot change a thing.

locals {
  # The subjects that may become each account. A job of the environment `production` runs after a person agreed.
  accounts = {
    image  = { title = "Penstock: pushes the worker's image", subjects = "attribute.repository/${var.repository}" }
    plan   = { title = "Penstock: plans", subjects = "attribute.repository/${var.repository}" }
    deploy = { title = "Penstock: applies", subjects = "attribute.environment/${var.environment}" }
  }

  # Reads the settings of what the tree holds, and no data.
  plan_roles = [
    "roles/artifactregistry.reader", "roles/bigquery.metadataViewer", "roles/cloudscheduler.viewer", "roles/eventarc.viewer",
    "roles/iam.securityReviewer", "roles/iam.workloadIdentityPoolViewer", "roles/logging.viewer", "roles/monitoring.viewer",
    "roles/pubsub.viewer", "roles/run.viewer", "roles/secretmanager.viewer", "roles/serviceusage.serviceUsageViewer",
    "roles/storage.bucketViewer",
  ]

  # Makes what the tree holds, grants among it: whoever deploys could give every right to anybody. Two things stand before it: only jobs of the
  # environment become this account, and a person agrees to each of them.
  deploy_roles = [
    "roles/artifactregistry.admin", "roles/bigquery.dataOwner", "roles/cloudbuild.builds.editor", "roles/cloudscheduler.admin",
    "roles/eventarc.admin", "roles/iam.roleAdmin", "roles/iam.serviceAccountAdmin", "roles/iam.serviceAccountUser",
    "roles/logging.configWriter", "roles/monitoring.editor", "roles/pubsub.admin", "roles/resourcemanager.projectIamAdmin",
    "roles/run.admin", "roles/secretmanager.admin", "roles/serviceusage.serviceUsageAdmin", "roles/storage.admin",
  ]
}

resource "google_service_account" "account" {
  for_each = local.accounts

  project      = var.project_id
  account_id   = "${var.prefix}-${each.key}"
  display_name = each.value.title
}

resource "google_service_account_iam_member" "jobs" {
  for_each = local.accounts

  service_account_id = google_service_account.account[each.key].id
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${local.pool}/${each.value.subjects}"
}

resource "google_project_iam_member" "image" {
  project = var.project_id
  role    = "roles/artifactregistry.writer"
  member  = google_service_account.account["image"].member
}

resource "google_project_iam_member" "plan" {
  for_each = toset(local.plan_roles)

  project = var.project_id
  role    = each.value
  member  = google_service_account.account["plan"].member
}

resource "google_project_iam_member" "deploy" {
  for_each = toset(local.deploy_roles)

  project = var.project_id
  role    = each.value
  member  = google_service_account.account["deploy"].member
}

# A plan reads the state, and holds its lock, which is an object too.
resource "google_storage_bucket_iam_member" "state" {
  for_each = toset(["plan", "deploy"])

  bucket = google_storage_bucket.state.name
  role   = "roles/storage.objectUser"
  member = google_service_account.account[each.value].member
}

# The smoke test of a release posts with a key of the intake.
resource "google_secret_manager_secret_iam_member" "smoke_key" {
  count = var.smoke_key_secret == null ? 0 : 1

  project   = var.project_id
  secret_id = var.smoke_key_secret
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.account["deploy"].member
}
