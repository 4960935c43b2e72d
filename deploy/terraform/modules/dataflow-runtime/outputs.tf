output "email" {
  description = "The address of the account that the workers run as."
  value       = google_service_account.runtime.email
  depends_on  = [google_project_iam_member.worker, google_storage_bucket_iam_member.temp]
}

output "member" {
  description = "The same account, as a member of a policy."
  value       = google_service_account.runtime.member
}

output "subscription" {
  description = "The name of the subscription."
  value       = module.subscription.name
  depends_on  = [google_pubsub_subscription_iam_member.viewer]
}

output "subscription_id" {
  description = "The full name of the subscription, `projects/P/subscriptions/S`."
  value       = "projects/${var.platform.project_id}/subscriptions/${module.subscription.name}"
  depends_on  = [google_pubsub_subscription_iam_member.viewer]
}

output "temp_location" {
  description = "The place for temporary objects."
  value       = "gs://${var.temp_bucket}/temp"
}

output "labels" {
  description = "The labels of the job."
  value       = local.labels
}
