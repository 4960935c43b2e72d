variable "platform" {
  description = "The names that every function of the suite shares; the root module makes them."
  type = object({
    project_id       = string
    region           = string
    prefix           = string
    labels           = map(string)
    bundle_bucket    = string
    config_bucket    = string
    image_repository = string
    build_account    = string
    pubsub_agent     = string
    writer_role      = string
    jobs_role        = string
    dataset_role     = string
  })
  nullable = false
}

variable "bundle" {
  description = "The zip of the function's bundle on this machine."
  type        = string
}

variable "bucket" {
  description = "The bucket that files are dropped into."
  type        = string
}

variable "storage_agent" {
  description = "Cloud Storage's own account in this project, as a member."
  type        = string
}

variable "ledger_bucket" {
  description = "The bucket that keeps the state of loads; not the one that files are dropped into."
  type        = string
}

variable "datasets" {
  description = "Ids of the datasets that may be loaded into, by a name that does not change."
  type        = map(string)
  nullable    = false
}

variable "tracking_dataset" {
  description = "The dataset of the tables that tell what was loaded; null for none."
  type        = string
  default     = null
}

variable "errors_topic" {
  description = "The name of the topic that takes the error records of failed loads; null for none."
  type        = string
  default     = null
}

variable "sweep_schedule" {
  description = "The schedule on which unfinished loads are looked at, in cron."
  type        = string
  default     = "*/5 * * * *"
}

variable "timeout_seconds" {
  description = "The time that one invocation may take."
  type        = number
  default     = 540

  validation {
    condition     = var.timeout_seconds >= 10 && var.timeout_seconds <= 600
    error_message = "A push waits 10 to 600 seconds for its answer, so the loader may take no longer."
  }
}

variable "env" {
  description = "Further settings of the function, by the names in its README."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "memory" {
  description = "Memory of one instance."
  type        = string
  default     = "512Mi"
}

variable "min_instances" {
  description = "Instances that are kept warm."
  type        = number
  default     = 0
}

variable "max_instances" {
  description = "The most instances at a time."
  type        = number
  default     = 20
}

variable "traffic" {
  description = "The split between revisions, in percent; empty sends everything to the newest."
  type        = list(object({ revision = optional(string), percent = number, tag = optional(string) }))
  default     = []
  nullable    = false
}
