# The buckets of the suite. None is public, and what is temporary ages out.

locals {
  # After how many days an object is deleted.
  buckets = {
    state  = { days = 90 }
    spool  = { days = 30 }
    errors = { days = 90 }
    loads  = { days = 14 }
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

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = each.value.days
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
