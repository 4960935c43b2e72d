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

variable "topic_id" {
  description = "The full name of the topic that messages come from, `projects/P/topics/T`."
  type        = string
}

variable "table" {
  description = "The table that messages go to. Every key of a message must be one of its columns."
  type        = object({ dataset_id = string, table_id = string })
}

variable "temp_bucket" {
  description = "The bucket for what workers put down for a while."
  type        = string
}

variable "template_version" {
  description = "The release of Google's templates; `latest` moves, and a new one replaces the job at the next apply that changes something."
  type        = string
  default     = "latest"
}

variable "max_workers" {
  description = "The most workers at a time; one is always on."
  type        = number
  default     = 3
}

variable "deletion_protection" {
  description = "Whether Terraform refuses to delete the table of dead letters."
  type        = bool
  default     = true
}
