output "name" {
  description = "The worker pool's name."
  value       = google_cloud_run_v2_worker_pool.worker.name
}

output "subscription" {
  description = "The subscription that is pulled."
  value       = module.subscription.name
}

output "dead_letter_subscription" {
  description = "The subscription that keeps dead letters."
  value       = module.subscription.dead_letter_subscription
}
