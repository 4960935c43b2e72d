# Signs the jobs of one GitHub repository in, without any key: a pool that trusts GitHub's tokens of that repository and branch alone.

locals {
  labels = merge(var.labels, { app = "penstock", component = "release" })
  pool   = "projects/${var.project_number}/locations/global/workloadIdentityPools/${google_iam_workload_identity_pool.github.workload_identity_pool_id}"
}

resource "google_project_service" "used" {
  for_each = toset(["iam", "iamcredentials", "sts", "cloudresourcemanager", "serviceusage", "storage"])

  project            = var.project_id
  service            = "${each.value}.googleapis.com"
  disable_on_destroy = false
}

resource "google_iam_workload_identity_pool" "github" {
  project                   = var.project_id
  workload_identity_pool_id = "${var.prefix}-github"
  display_name              = "Penstock: jobs of GitHub"
  description               = "Jobs of ${var.repository} on ${var.ref}."

  depends_on = [google_project_service.used]
}

# GitHub signs tokens for every repository there is: the condition keeps all others out.
resource "google_iam_workload_identity_pool_provider" "github" {
  project                            = var.project_id
  workload_identity_pool_id          = google_iam_workload_identity_pool.github.workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  display_name                       = "GitHub"
  attribute_condition                = "assertion.repository == '${var.repository}' && assertion.ref == '${var.ref}'"

  attribute_mapping = {
    "google.subject"        = "assertion.sub"
    "attribute.repository"  = "assertion.repository"
    "attribute.environment" = "assertion.environment"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

# The state of Terraform. Its old versions are the way back from a broken apply.
resource "google_storage_bucket" "state" {
  project                     = var.project_id
  name                        = "${var.project_id}-terraform"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  labels                      = local.labels

  versioning {
    enabled = true
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      num_newer_versions = 20
    }
  }
}
