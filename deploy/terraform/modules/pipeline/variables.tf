variable "project_id" {
  description = "The project that everything is made in."
  type        = string
}

variable "project_number" {
  description = "The project's number: the pool's subjects are named by it."
  type        = string
}

variable "region" {
  description = "The region of the bucket of Terraform's state."
  type        = string
  default     = "us-central1"
}

variable "prefix" {
  description = "In front of every name."
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

variable "repository" {
  description = "The one repository of GitHub whose jobs may sign in, as OWNER/NAME."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$", var.repository))
    error_message = "repository is OWNER/NAME as GitHub spells it, such as example/penstock: an address or a pattern would let others in or nobody."
  }
}

variable "ref" {
  description = "The one branch or tag whose jobs may sign in."
  type        = string
  default     = "refs/heads/main"

  validation {
    condition     = can(regex("^refs/(heads|tags)/[A-Za-z0-9._/-]+$", var.ref))
    error_message = "ref is a full name such as refs/heads/main."
  }
}

variable "environment" {
  description = "The environment of GitHub whose jobs may deploy: its settings name the people who agree."
  type        = string
  default     = "production"

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+$", var.environment))
    error_message = "environment is letters, digits, _ and -, as .github/workflows/release.yml names it."
  }
}

variable "smoke_key_secret" {
  description = "The id of the secret that holds the key of the smoke test; null until the tree has made it."
  type        = string
  default     = null
}
