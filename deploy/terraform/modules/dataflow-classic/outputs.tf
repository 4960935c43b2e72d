output "subscription" {
  description = "The name of the subscription."
  value       = module.runtime.subscription
}
