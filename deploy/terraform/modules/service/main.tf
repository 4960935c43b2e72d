# A function as a Cloud Run service: built from its bundle's zip, run by an account of its own, with a traffic split.

locals {
  builder = "${var.region}-docker.pkg.dev/serverless-runtimes/google-24/runtimes/nodejs24"
  # The split that an operator chose by revision; without one the newest revision takes everything.
  split = length(var.traffic) > 0 ? var.traffic : [{ revision = null, percent = 100, tag = null }]
}

resource "google_service_account" "runtime" {
  project      = var.project_id
  account_id   = var.account_id
  display_name = "${var.name}: the account that the function runs as"
}

resource "google_storage_bucket_object" "bundle" {
  bucket = var.bundle.bucket
  # The name holds the hash of the content, so new code is a new object, and a new object is a new revision.
  name   = "bundles/${basename(var.bundle.path)}"
  source = var.bundle.path
}

resource "google_cloud_run_v2_service" "function" {
  project             = var.project_id
  location            = var.region
  name                = var.name
  description         = var.description
  ingress             = var.ingress
  labels              = var.labels
  deletion_protection = false

  build_config {
    source_location          = "gs://${google_storage_bucket_object.bundle.bucket}/${google_storage_bucket_object.bundle.name}"
    function_target          = var.function_target
    image_uri                = "${var.image_repository}/${var.name}"
    base_image               = local.builder
    enable_automatic_updates = true
    service_account          = var.build_account
  }

  template {
    labels                           = var.labels
    service_account                  = google_service_account.runtime.email
    timeout                          = "${var.timeout_seconds}s"
    max_instance_request_concurrency = var.concurrency

    scaling {
      min_instance_count = var.min_instances
      max_instance_count = var.max_instances
    }

    dynamic "volumes" {
      for_each = var.files == null ? [] : [var.files]
      content {
        name = "files"

        gcs {
          bucket    = volumes.value.bucket
          read_only = true
        }
      }
    }

    containers {
      image          = "${var.image_repository}/${var.name}"
      base_image_uri = local.builder

      dynamic "env" {
        # Functions that are built this way do not get the project's name and the timeout from the platform.
        for_each = merge({
          GOOGLE_CLOUD_PROJECT      = var.project_id
          CLOUD_RUN_TIMEOUT_SECONDS = tostring(var.timeout_seconds)
        }, var.env)
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "volume_mounts" {
        for_each = var.files == null ? [] : [1]
        content {
          name       = "files"
          mount_path = var.files.path
        }
      }

      resources {
        limits            = { cpu = var.cpu, memory = var.memory }
        cpu_idle          = var.cpu_idle
        startup_cpu_boost = true
      }
    }
  }

  dynamic "traffic" {
    for_each = local.split
    content {
      type     = traffic.value.revision == null ? "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST" : "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION"
      revision = traffic.value.revision
      percent  = traffic.value.percent
      tag      = traffic.value.tag
    }
  }
}

resource "google_cloud_run_v2_service_iam_member" "invoker" {
  for_each = var.invokers

  project  = var.project_id
  location = var.region
  name     = google_cloud_run_v2_service.function.name
  role     = "roles/run.invoker"
  member   = each.value
}

resource "google_secret_manager_secret_iam_member" "reader" {
  for_each = var.secrets

  project   = var.project_id
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.runtime.member
}

resource "google_storage_bucket_iam_member" "files" {
  count = var.files == null ? 0 : 1

  bucket = var.files.bucket
  role   = "roles/storage.objectViewer"
  member = google_service_account.runtime.member
}
