output "intake_url" {
  description = "The address to which issues are posted; null without an intake."
  value       = one(module.intake[*].uri)
}

output "ingest_bucket" {
  description = "The bucket that files are dropped into; null without a loader."
  value       = one(google_storage_bucket.ingest[*].name)
}

output "topics" {
  description = "The topics of issues and of error records."
  value       = { issues = module.issues.name, errors = module.errors.name }
}

output "services" {
  description = "The names of the Cloud Run services."
  value = {
    intake    = one(module.intake[*].name)
    firestore = one(module.firestore[*].name)
    sink      = one(module.sink[*].name)
    worker    = one(module.worker[*].name)
    loader    = one(module.loader[*].name)
    puller    = one(module.puller[*].name)
  }
}

output "dataflow" {
  description = "Account, subscription, bucket and size for a Flex template's job, for the module dataflow-flex; null without `dataflow`."
  value       = one(module.dataflow[*].runtime)
}
