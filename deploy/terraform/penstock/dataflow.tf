# Apache Beam on Dataflow, for those who outgrow one machine or have an estate there: docs/dataflow.md. Nothing of it is made unless asked for.

variable "dataflow" {
  description = "The sink as a Dataflow job; null leaves it out. `template` is staged by `npm run dataflow -- --stage`, once the rest is applied; without one the module dataflow-flex makes the job, over the output `dataflow`."
  default     = null

  type = object({
    template               = optional(string)
    at_least_once          = optional(bool, true)
    tables                 = optional(map(object({ dataset_id = string, table_id = string })), {})
    datasets               = optional(map(string), {})
    stages_files           = optional(bool, false)
    machine_type           = optional(string, "n2-standard-2")
    max_workers            = optional(number, 10)
    transform_name_mapping = optional(map(string), {})
  })
}

variable "dataflow_classic" {
  description = "Google's classic template from the topic of issues into issues_stream, as seed 002 has it; null leaves it out."
  default     = null

  type = object({
    template_version = optional(string, "latest")
    max_workers      = optional(number, 3)
  })

  validation {
    condition     = var.dataflow_classic == null || var.sink == null
    error_message = "The sink and the classic template take the same topic into the same table, so every issue would be there twice: leave one out."
  }
}

locals {
  runs_dataflow = var.dataflow != null || var.dataflow_classic != null
}

resource "google_project_service" "dataflow" {
  count = local.runs_dataflow ? 1 : 0

  project            = var.project_id
  service            = "dataflow.googleapis.com"
  disable_on_destroy = false
}

# Templates, staged programs, and what workers put down for a while. Templates and programs are needed for as long as their job runs.
resource "google_storage_bucket" "dataflow" {
  count = local.runs_dataflow ? 1 : 0

  project                     = var.project_id
  name                        = "${var.project_id}-${var.prefix}-dataflow"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  labels                      = merge(local.labels, { component = "dataflow" })

  # Dataflow's own advice: objects in temporary places are not wanted back, and would be paid for another week.
  soft_delete_policy {
    retention_duration_seconds = 0
  }
}

module "dataflow" {
  source = "../modules/dataflow"
  count  = var.dataflow == null ? 0 : 1

  platform               = local.platform
  template               = var.dataflow.template
  at_least_once          = var.dataflow.at_least_once
  topic_id               = module.issues.id
  tables                 = var.dataflow.tables
  datasets               = var.dataflow.datasets
  errors_topic           = module.errors.name
  errors_bucket          = google_storage_bucket.working["errors"].name
  load_bucket            = var.dataflow.stages_files ? google_storage_bucket.working["loads"].name : null
  temp_bucket            = google_storage_bucket.dataflow[0].name
  machine_type           = var.dataflow.machine_type
  max_workers            = var.dataflow.max_workers
  transform_name_mapping = var.dataflow.transform_name_mapping

  depends_on = [google_project_service.used, google_project_service.dataflow]
}

module "dataflow_classic" {
  source = "../modules/dataflow-classic"
  count  = var.dataflow_classic == null ? 0 : 1

  platform            = local.platform
  topic_id            = module.issues.id
  table               = local.issues_table.issues
  temp_bucket         = google_storage_bucket.dataflow[0].name
  template_version    = var.dataflow_classic.template_version
  max_workers         = var.dataflow_classic.max_workers
  deletion_protection = var.deletion_protection

  depends_on = [google_project_service.used, google_project_service.dataflow]
}
