output "repository_variables" {
  description = "The variables to set in the repository's settings, by name."
  value = {
    PENSTOCK_PROJECT           = var.project_id
    PENSTOCK_PROJECT_NUMBER    = var.project_number
    PENSTOCK_REGION            = var.region
    PENSTOCK_STATE_BUCKET      = google_storage_bucket.state.name
    PENSTOCK_IDENTITY_PROVIDER = "${local.pool}/providers/${google_iam_workload_identity_pool_provider.github.workload_identity_pool_provider_id}"
    PENSTOCK_IMAGE_ACCOUNT     = google_service_account.account["image"].email
    PENSTOCK_PLAN_ACCOUNT      = google_service_account.account["plan"].email
    PENSTOCK_DEPLOY_ACCOUNT    = google_service_account.account["deploy"].email
  }
}
