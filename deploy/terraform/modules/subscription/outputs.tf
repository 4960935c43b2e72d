output "id" {
  description = "The subscription's full name, `projects/P/subscriptions/S`."
  value       = google_pubsub_subscription.subscription.id
}

output "name" {
  description = "The subscription's name."
  value       = google_pubsub_subscription.subscription.name
}

output "dead_letter_subscription" {
  description = "The subscription that keeps dead letters until an operator sends them again."
  value       = google_pubsub_subscription.dead.name
}
