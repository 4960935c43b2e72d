variable "project_id" {
  description = "The project that everything is made in."
  type        = string
}

variable "project_number" {
  description = "The project's number."
  type        = string
}

variable "repository" {
  description = "The repository of GitHub whose jobs may sign in, as OWNER/NAME."
  type        = string
}
