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
  description = "The name of the topic that issues go to."
  type        = string
}

variable "ledger_bucket" {
  description = "The bucket in which all instances remember idempotency keys; null for none."
  type        = string
  default     = null
}

variable "public" {
  description = "Whether everybody may call the service. Then set INTAKE_AUTH in env, so that the function itself asks for a key or a signature."
  type        = bool
  default     = false

  validation {
    condition     = !var.public || contains(["api-key", "webhook"], lookup(var.env, "INTAKE_AUTH", "platform"))
    error_message = "A public intake must ask for a key or a signature itself: set INTAKE_AUTH to api-key or webhook in env."
  }
}

variable "callers" {
  description = "Members that may post, by a name that does not change."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "secret_ids" {
  description = "Ids of the secrets that the function reads (keys, signing secrets), by a name that does not change."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "ingress" {
  description = "The networks that the service answers."
  type        = string
  default     = "INGRESS_TRAFFIC_ALL"
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
