output "uri" {
  description = "The address that Pub/Sub pushes to."
  value       = module.service.uri
}

output "name" {
  description = "The service's name."
  value       = module.service.name
}

output "subscription" {
  description = "The subscription that is pushed."
  value       = module.subscription.name
}

output "dead_letter_subscription" {
  description = "The subscription that keeps dead letters."
  value       = module.subscription.dead_letter_subscription
}
