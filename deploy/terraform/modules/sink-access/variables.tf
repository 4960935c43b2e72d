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

variable "member" {
  description = "The account that the sink runs as, as a member."
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
}
