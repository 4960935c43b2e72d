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

variable "topic" {
  description = "The name of the topic that changes go to."
  type        = string
}

variable "errors_topic" {
  description = "The name of the topic that takes what was rejected."
  type        = string
}

variable "errors_bucket" {
  description = "The bucket that takes rejected events too large for a message; null for none."
  type        = string
  default     = null
}

variable "database" {
  description = "The Firestore database, by its id."
  type        = string
  default     = "(default)"
}

variable "database_location" {
  description = "The trigger's location: the database's, as nam5, eur3 or a region."
  type        = string
}

variable "documents" {
  description = "The documents whose changes are taken, as issues/{issueId}."
  type        = string
  default     = "issues/{issueId}"
}

variable "secret_ids" {
  description = "Ids of the secrets that the function reads (the key of the hashes), by a name that does not change."
  type        = map(string)
  default     = {}
  nullable    = false
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
