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

variable "topic_id" {
  description = "The full name of the topic that messages come from, `projects/P/topics/T`."
  type        = string
}

variable "config" {
  description = "The config file with the routes, as JSON text; null for one route by the variables below."
  type        = string
  default     = null
}

variable "table" {
  description = "Without a config file: the table that messages go to, or a template of one."
  type        = string
  default     = "issues_ds.issues_stream"
}

variable "mode" {
  description = "Without a config file: how rows reach BigQuery."
  type        = string
  default     = "STORAGE_WRITE"

  validation {
    condition     = contains(["STREAMING_INSERTS", "STORAGE_WRITE", "FILE_LOADS", "MIXED"], var.mode)
    error_message = "mode is STREAMING_INSERTS, STORAGE_WRITE, FILE_LOADS or MIXED; CDC needs a config file."
  }
}

variable "tables" {
  description = "Tables that the routes write to, by a name that does not change."
  type        = map(object({ dataset_id = string, table_id = string }))
  default     = {}
  nullable    = false
}

variable "datasets" {
  description = "Ids of the datasets whose tables the routes choose by a template, by a name that does not change."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "errors_topic" {
  description = "The name of the topic that takes what was rejected."
  type        = string
}

variable "errors_bucket" {
  description = "The bucket that takes rejected payloads too large for a message."
  type        = string
}

variable "load_bucket" {
  description = "The bucket in which files are staged for load jobs; null where no route uses FILE_LOADS or MIXED."
  type        = string
  default     = null
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
