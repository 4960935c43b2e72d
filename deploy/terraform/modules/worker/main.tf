# The sink as a worker pool: instances that are always on pull messages and stream rows.

locals {
  subscription = "${var.platform.prefix}-sink-pull"
  config_file  = var.config == null ? null : "worker/routes-${substr(sha256(var.config), 0, 12)}.json"

  env = merge(
    { GOOGLE_CLOUD_PROJECT = var.platform.project_id },
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

resource "google_storage_bucket_object" "config" {
  count = var.config == null ? 0 : 1

  bucket       = var.platform.config_bucket
  name         = local.config_file
  content      = var.config
  content_type = "application/json"
}

resource "google_service_account" "runtime" {
  project      = var.platform.project_id
  account_id   = "${var.platform.prefix}-worker"
  display_name = "${var.platform.prefix}-worker: the account that the worker runs as"
}

resource "google_cloud_run_v2_worker_pool" "worker" {
  project             = var.platform.project_id
  location            = var.platform.region
  name                = "${var.platform.prefix}-worker"
  description         = "Pulls messages and writes them to BigQuery."
  labels              = merge(var.platform.labels, { component = "worker" })
  deletion_protection = false

  scaling {
    scaling_mode       = "AUTOMATIC"
    min_instance_count = var.min_instances
    max_instance_count = var.max_instances
  }

  template {
    labels          = merge(var.platform.labels, { component = "worker" })
    service_account = google_service_account.runtime.email

    dynamic "volumes" {
      for_each = var.config == null ? [] : [1]
      content {
        name = "files"

        gcs {
          bucket    = var.platform.config_bucket
          read_only = true
        }
      }
    }

    containers {
      image = var.image

      dynamic "env" {
        for_each = local.env
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "volume_mounts" {
        for_each = var.config == null ? [] : [1]
        content {
          name       = "files"
          mount_path = "/config"
        }
      }

      resources {
        limits = { cpu = var.cpu, memory = var.memory }
      }
    }
  }

  dynamic "instance_splits" {
    for_each = length(var.splits) > 0 ? var.splits : [{ revision = null, percent = 100 }]
    content {
      type     = instance_splits.value.revision == null ? "INSTANCE_SPLIT_ALLOCATION_TYPE_LATEST" : "INSTANCE_SPLIT_ALLOCATION_TYPE_REVISION"
      revision = instance_splits.value.revision
      percent  = instance_splits.value.percent
    }
  }
}

module "subscription" {
  source = "../subscription"

  project_id           = var.platform.project_id
  region               = var.platform.region
  name                 = local.subscription
  topic                = var.topic_id
  pubsub_agent         = var.platform.pubsub_agent
  labels               = merge(var.platform.labels, { component = "worker" })
  ack_deadline_seconds = 60
  subscribers          = { worker = google_service_account.runtime.member }
}

resource "google_storage_bucket_iam_member" "files" {
  count = var.config == null ? 0 : 1

  bucket = var.platform.config_bucket
  role   = "roles/storage.objectViewer"
  member = google_service_account.runtime.member
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
