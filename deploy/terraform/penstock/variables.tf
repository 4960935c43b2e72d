variable "project_id" {
  description = "The project that everything is made in."
  type        = string
}

variable "project_number" {
  description = "The project's number: the accounts of Google's services are named by it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]+$", var.project_number))
    error_message = "project_number is digits only: see `gcloud projects describe PROJECT --format 'value(projectNumber)'`."
  }
}

variable "region" {
  description = "The one region that data is stored and handled in."
  type        = string
  default     = "us-central1"
}

variable "prefix" {
  description = "In front of every name, so that two suites can live in one project."
  type        = string
  default     = "penstock"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,13}$", var.prefix))
    error_message = "prefix is 2 to 14 characters: a to z, 0 to 9 and -. Account ids built from it end at 30 characters."
  }
}

variable "labels" {
  description = "Labels on everything that is billed, beside app and component."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "release_dir" {
  description = "The folder that `npm run release` wrote: the zips, and bundles.json that names them."
  type        = string
}

variable "deletion_protection" {
  description = "Whether Terraform refuses to delete tables."
  type        = bool
  default     = true
}

variable "intake" {
  description = "The intake; null leaves it out."
  default     = null

  type = object({
    public        = optional(bool, false)
    callers       = optional(map(string), {})
    secret_ids    = optional(map(string), {})
    env           = optional(map(string), {})
    min_instances = optional(number, 0)
    max_instances = optional(number, 20)
    traffic       = optional(list(object({ revision = optional(string), percent = number, tag = optional(string) })), [])
  })
}

variable "firestore" {
  description = "The Firestore function; null leaves it out."
  default     = null

  type = object({
    database          = optional(string, "(default)")
    database_location = string
    documents         = optional(string, "issues/{issueId}")
    secret_ids        = optional(map(string), {})
    env               = optional(map(string), {})
    max_instances     = optional(number, 20)
    traffic           = optional(list(object({ revision = optional(string), percent = number, tag = optional(string) })), [])
  })
}

variable "sink" {
  description = "The sink as a function; null leaves it out."
  default     = null

  type = object({
    config        = optional(string)
    mode          = optional(string, "STORAGE_WRITE")
    tables        = optional(map(object({ dataset_id = string, table_id = string })), {})
    datasets      = optional(map(string), {})
    stages_files  = optional(bool, false)
    env           = optional(map(string), {})
    min_instances = optional(number, 0)
    max_instances = optional(number, 20)
    traffic       = optional(list(object({ revision = optional(string), percent = number, tag = optional(string) })), [])
  })
}

variable "worker" {
  description = "The sink as a worker pool; null leaves it out."
  default     = null

  type = object({
    image         = string
    config        = optional(string)
    table         = optional(string)
    mode          = optional(string, "STORAGE_WRITE")
    tables        = optional(map(object({ dataset_id = string, table_id = string })), {})
    datasets      = optional(map(string), {})
    stages_files  = optional(bool, false)
    env           = optional(map(string), {})
    min_instances = optional(number, 1)
    max_instances = optional(number, 10)
    splits        = optional(list(object({ revision = optional(string), percent = number })), [])
  })

  validation {
    condition     = var.worker == null || var.sink == null || try(var.worker.table, null) != null || try(var.worker.config, null) != null
    error_message = "The sink and the worker take the same topic, so both would write every issue to the same table: leave one out, or give the worker a table or a config of its own."
  }

  validation {
    condition     = var.worker == null || can(regex("@sha256:[0-9a-f]{64}$", var.worker.image))
    error_message = "worker.image names the image by its digest (…@sha256:…), so that a plan says what will run."
  }
}

variable "loader" {
  description = "The loader; null leaves it out."
  default     = null

  type = object({
    bucket           = optional(string)
    datasets         = map(string)
    tracking_dataset = optional(string)
    env              = optional(map(string), {})
    max_instances    = optional(number, 10)
    traffic          = optional(list(object({ revision = optional(string), percent = number, tag = optional(string) })), [])
  })
}

variable "puller" {
  description = "The puller; null leaves it out."
  default     = null

  type = object({
    sources       = map(string)
    tables        = map(object({ dataset_id = string, table_id = string }))
    secret_ids    = optional(map(string), {})
    schedule      = optional(string, "*/10 * * * *")
    env           = optional(map(string), {})
    max_instances = optional(number, 4)
    traffic       = optional(list(object({ revision = optional(string), percent = number, tag = optional(string) })), [])
  })
}

variable "alerts" {
  description = "Whether alert policies are made. Make the rest first in a new project: metrics take some minutes to exist."
  type        = bool
  default     = true
}

variable "alert_emails" {
  description = "Mailboxes that are told of alerts, by a name that does not change."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "alert_channels" {
  description = "Further notification channels, by their full names."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "runbooks_url" {
  description = "The address of the runbooks of deploy/runbooks, without a final slash."
  type        = string
  default     = "https://example.com/penstock/deploy/runbooks"

  validation {
    condition     = can(regex("^https://.*[^/]$", var.runbooks_url))
    error_message = "runbooks_url is an https address without a final slash."
  }
}

variable "budget" {
  description = "A budget in dollars a month over what carries the label app=penstock; null for none. It needs rights on the billing account."
  type        = object({ billing_account = string, dollars = number })
  default     = null
}

variable "audit_logs" {
  description = "Whether reads and writes of data are logged for BigQuery, Cloud Run and Secret Manager."
  type        = bool
  default     = true
}

variable "rollout" {
  description = "A release by steps: `stable` names the present revision of each service, as deploy/release/stable lists them, and `percent` is the share of the newest. Null leaves the splits to the parts."
  default     = null

  type = object({
    percent = number
    stable  = map(string)
  })

  validation {
    condition     = var.rollout == null || try(var.rollout.percent >= 0 && var.rollout.percent <= 100 && floor(var.rollout.percent) == var.rollout.percent, false)
    error_message = "rollout.percent is a whole number from 0 (all to the stable revisions) to 100 (all to the newest)."
  }
}
