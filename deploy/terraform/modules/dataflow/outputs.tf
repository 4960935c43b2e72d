output "subscription" {
  description = "The name of the subscription; the routes file names it."
  value       = module.subscription.name
}

output "account" {
  description = "The account that the workers run as, as a member."
  value       = google_service_account.runtime.member
}
