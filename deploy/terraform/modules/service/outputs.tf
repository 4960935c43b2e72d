output "name" {
  description = "The service's name."
  value       = google_cloud_run_v2_service.function.name
}

output "uri" {
  description = "The service's address."
  value       = google_cloud_run_v2_service.function.uri
}

output "email" {
  description = "The e-mail address of the account that the function runs as."
  value       = google_service_account.runtime.email
}

output "member" {
  description = "The account that the function runs as, as a member of an IAM policy."
  value       = google_service_account.runtime.member
}
