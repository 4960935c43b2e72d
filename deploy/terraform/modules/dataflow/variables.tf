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

variable "template" {
  description = "The staged template, `gs://BUCKET/templates/NAME`. It has the routes in it: name it anew when they change. Null where the job is a Flex template's."
  type        = string
  default     = null

  validation {
    condition     = var.template == null || startswith(coalesce(var.template, "none"), "gs://")
    error_message = "template is the place that `npm run dataflow -- --stage` names, gs://BUCKET/NAME."
  }
}

variable "at_least_once" {
  description = "Whether the job runs in at-least-once mode: cheaper and quicker, for routes of STORAGE_WRITE, CDC and STREAMING_INSERTS, and not with --exactlyOnce."
  type        = bool
  default     = true
}

variable "topic_id" {
  description = "The full name of the topic that messages come from, `projects/P/topics/T`."
  type        = string
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

  validation {
    condition     = var.load_bucket == null || !var.at_least_once
    error_message = "Rows of load jobs would come twice in at-least-once mode: set at_least_once = false for routes of FILE_LOADS and MIXED."
  }
}

variable "temp_bucket" {
  description = "The bucket for what workers put down for a while."
  type        = string
}

variable "machine_type" {
  description = "The machine of one worker."
  type        = string
  default     = "n2-standard-2"
}

variable "max_workers" {
  description = "The most workers at a time; one is always on."
  type        = number
  default     = 10

  validation {
    condition     = var.max_workers >= 1
    error_message = "A streaming job has at least one worker."
  }
}

variable "transform_name_mapping" {
  description = "For an update of the running job: old names of steps to new ones, where a subscription was renamed."
  type        = map(string)
  default     = {}
  nullable    = false
}
