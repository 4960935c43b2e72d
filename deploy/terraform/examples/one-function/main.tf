# One function: an intake that people of the project may post to.

module "penstock" {
  source = "../../penstock"

  project_id     = var.project_id
  project_number = var.project_number
  release_dir    = var.release_dir
  alert_emails   = { oncall = "oncall@example.com" }

  intake = {
    callers = { team = "group:data@example.com" }
  }
}

output "intake_url" {
  description = "The address to which issues are posted."
  value       = module.penstock.intake_url
}
