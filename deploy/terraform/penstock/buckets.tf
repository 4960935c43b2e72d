# The buckets of the suite. None is public, and what is temporary ages out.

locals {
  # The prefixes whose objects age out, after how many days. Ledgers, cursors and leases are state: a bucket that deleted them by age would make
  # a paused source begin again from its start, and so write its rows twice.
  buckets = {
    state = {
      "intake/keys/"                = 31
      "_penstock/loader/loads/"     = 90
      "_penstock/loader/staging/"   = 7
      "_penstock/loader/micro/seen" = 30
    }
    spool = {
      "puller/spool/"  = 30
      "puller/errors/" = 90
    }
    errors = { "" = 90 }
    loads  = { "sink-loads/staged/" = 30 }
  }
}

resource "google_storage_bucket" "bundles" {
  project                     = var.project_id
  name                        = "${var.project_id}-${var.prefix}-bundles"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  labels                      = merge(local.labels, { component = "release" })
}

resource "google_storage_bucket" "config" {
  project                     = var.project_id
  name                        = "${var.project_id}-${var.prefix}-config"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  labels                      = merge(local.labels, { component = "release" })

  versioning {
    enabled = true
  }
}

# Ledgers and leases, spools, rejected payloads and staged files: each in a bucket with a life of its own.
resource "google_storage_bucket" "working" {
  for_each = local.buckets

  project                     = var.project_id
  name                        = "${var.project_id}-${var.prefix}-${each.key}"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  labels                      = merge(local.labels, { component = each.key })

  # Deleted objects of these buckets are not wanted back, and would be paid for another week.
  soft_delete_policy {
    retention_duration_seconds = 0
  }

  dynamic "lifecycle_rule" {
    for_each = each.value
    content {
      action {
        type = "Delete"
      }
      condition {
        age            = lifecycle_rule.value
        matches_prefix = lifecycle_rule.key == "" ? null : [lifecycle_rule.key]
      }
    }
  }

  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }
    condition {
      age = 7
    }
  }
}

# The bucket that files are dropped into. Its objects are the user's: nothing here deletes them.
resource "google_storage_bucket" "ingest" {
  count = var.loader == null ? 0 : 1

  project                     = var.project_id
  name                        = coalesce(var.loader.bucket, "${var.project_id}-${var.prefix}-ingest")
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  labels                      = merge(local.labels, { component = "loader" })
}

# Cloud Storage's own account publishes what happens in a bucket.
data "google_storage_project_service_account" "storage" {
  project = var.project_id
}
