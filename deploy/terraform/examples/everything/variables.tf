variable "project_id" {
  description = "The project that everything is made in."
  type        = string
}

variable "project_number" {
  description = "The project's number."
  type        = string
}

variable "release_dir" {
  description = "The folder that `npm run release` wrote."
  type        = string
  default     = "../../../../dist/release"
}

variable "deletion_protection" {
  description = "Whether Terraform refuses to delete tables."
  type        = bool
  default     = true
}

variable "worker_digest" {
  description = "The digest of the worker's image, 64 hex digits."
  type        = string
}

variable "orders_source" {
  description = "The text of the source file in place of orders.yaml; null takes that file. The rehearsal names an API on loopback."
  type        = string
  default     = null
}

variable "puller_env" {
  description = "Further settings of the puller."
  type        = map(string)
  default     = {}
}

variable "rollout" {
  description = "A release by steps, as deploy/README.md tells; null sends everything to the newest revisions."
  type        = object({ percent = number, stable = map(string) })
  default     = null
}
