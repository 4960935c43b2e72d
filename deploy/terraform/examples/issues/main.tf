# Issues: posted to the intake or written to Firestore, one topic, one table.

module "penstock" {
  source = "../../penstock"

  project_id     = var.project_id
  project_number = var.project_number
  release_dir    = var.release_dir
  alert_emails   = { oncall = "oncall@example.com" }

  intake = {
    callers = { team = "group:data@example.com" }
  }

  firestore = {
    database_location = "us-central1"
    documents         = "issues/{issueId}"
  }

  sink = {}
}

output "intake_url" {
  description = "The address to which issues are posted."
  value       = module.penstock.intake_url
}
