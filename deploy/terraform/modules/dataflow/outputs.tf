output "subscription" {
  description = "The name of the subscription; the routes file names it."
  value       = module.runtime.subscription
}

output "account" {
  description = "The account that the workers run as, as a member."
  value       = module.runtime.member
}

output "runtime" {
  description = "Account, subscription, bucket and size for the job of a Flex template: the variable `runtime` of the module dataflow-flex."
  value = {
    project_id       = var.platform.project_id
    region           = var.platform.region
    prefix           = var.platform.prefix
    image_repository = var.platform.image_repository
    labels           = module.runtime.labels
    email            = module.runtime.email
    subscription_id  = module.runtime.subscription_id
    bucket           = var.temp_bucket
    at_least_once    = var.at_least_once
    machine_type     = var.machine_type
    max_workers      = var.max_workers
  }

  depends_on = [module.access]
}
