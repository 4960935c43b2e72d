# The suite: what the functions share, and the functions that are asked for. Each has a file of its own beside this one.

locals {
  labels       = merge(var.labels, { app = "penstock" })
  pubsub_agent = "serviceAccount:service-${var.project_number}@gcp-sa-pubsub.iam.gserviceaccount.com"
  bundles      = jsondecode(file("${var.release_dir}/bundles.json"))
  bundle       = { for name, file in local.bundles : name => "${var.release_dir}/${file}" }

  platform = {
    project_id       = var.project_id
    region           = var.region
    prefix           = var.prefix
    labels           = local.labels
    bundle_bucket    = google_storage_bucket.bundles.name
    config_bucket    = google_storage_bucket.config.name
    image_repository = "${var.region}-docker.pkg.dev/${var.project_id}/${google_artifact_registry_repository.images.repository_id}"
    build_account    = google_service_account.build.id
    pubsub_agent     = local.pubsub_agent
    writer_role      = google_project_iam_custom_role.writer.name
    jobs_role        = google_project_iam_custom_role.jobs.name
    dataset_role     = google_project_iam_custom_role.writer.name
  }
}

resource "google_project_service" "used" {
  for_each = toset([
    "artifactregistry", "bigquery", "bigquerystorage", "cloudbuild", "cloudscheduler", "eventarc",
    "logging", "monitoring", "pubsub", "run", "secretmanager", "storage",
  ])

  project            = var.project_id
  service            = "${each.value}.googleapis.com"
  disable_on_destroy = false
}

# The Storage Write API asks for tables.updateData, and the writer reads the schema that it encodes by.
resource "google_project_iam_custom_role" "writer" {
  project     = var.project_id
  role_id     = "${replace(var.prefix, "-", "_")}_table_writer"
  title       = "Penstock: write rows"
  description = "Write rows into a table and read its schema. Reads no row."
  permissions = ["bigquery.datasets.get", "bigquery.tables.get", "bigquery.tables.updateData"]
}

resource "google_project_iam_custom_role" "jobs" {
  project     = var.project_id
  role_id     = "${replace(var.prefix, "-", "_")}_job_runner"
  title       = "Penstock: run jobs"
  description = "Start a job. Grants for the data that the job reads and writes are made elsewhere."
  permissions = ["bigquery.jobs.create"]
}

resource "google_artifact_registry_repository" "images" {
  project       = var.project_id
  location      = var.region
  repository_id = var.prefix
  format        = "DOCKER"
  description   = "Images that the functions are built into."
  labels        = merge(local.labels, { component = "release" })
}

# Builds the functions' images from their bundles.
resource "google_service_account" "build" {
  project      = var.project_id
  account_id   = "${var.prefix}-build"
  display_name = "Builds the functions' images"
}

resource "google_artifact_registry_repository_iam_member" "build" {
  project    = var.project_id
  location   = var.region
  repository = google_artifact_registry_repository.images.repository_id
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.build.member
}

resource "google_storage_bucket_iam_member" "build" {
  bucket = google_storage_bucket.bundles.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.build.member
}

# Cloud Build writes its log as the account that it builds with.
resource "google_project_iam_member" "build_logs" {
  project = var.project_id
  role    = "roles/logging.logWriter"
  member  = google_service_account.build.member
}
