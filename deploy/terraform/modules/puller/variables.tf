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

variable "sources" {
  description = "The source files: their name (as orders.json) and their text."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.sources) > 0 && alltrue([for name in keys(var.sources) : can(regex("^[a-z0-9-]+\\.(json|yaml|yml)$", name))])
    error_message = "Give at least one source file, named as orders.json or orders.yaml."
  }
}

variable "tables" {
  description = "The tables that the sources write to, by a name that does not change."
  type        = map(object({ dataset_id = string, table_id = string }))
  nullable    = false
}

variable "spool_bucket" {
  description = "The bucket of ledgers, spool and error output."
  type        = string
}

variable "secret_ids" {
  description = "Ids of the secrets that the sources name, by a name that does not change."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "schedule" {
  description = "When windows are pulled, in cron."
  type        = string
  default     = "*/10 * * * *"
}

variable "timeout_seconds" {
  description = "The time that one run may take."
  type        = number
  default     = 540
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
