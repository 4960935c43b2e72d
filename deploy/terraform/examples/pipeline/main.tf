# The pipeline: the accounts of the jobs of one GitHub repository, and the bucket of Terraform's state. A person applies it once.

module "pipeline" {
  source = "../../modules/pipeline"

  project_id     = var.project_id
  project_number = var.project_number
  repository     = var.repository
}

output "repository_variables" {
  description = "The variables to set in the repository's settings, by name."
  value       = module.pipeline.repository_variables
}
