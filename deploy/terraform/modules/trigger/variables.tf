variable "project_id" {
  description = "The project that everything is made in."
  type        = string
}

variable "region" {
  description = "The region of the service that is called."
  type        = string
}

variable "location" {
  description = "The location of the trigger: that of the bucket or the database it listens to."
  type        = string
}

variable "name" {
  description = "The trigger's name."
  type        = string
}

variable "account_id" {
  description = "The id of the account that Eventarc calls as."
  type        = string
}

variable "service" {
  description = "The name of the Cloud Run service."
  type        = string
}

variable "content_type" {
  description = "The encoding of the event's data: Firestore's only as application/protobuf, the others as application/json."
  type        = string

  validation {
    condition     = contains(["application/json", "application/protobuf"], var.content_type)
    error_message = "Eventarc writes data as application/json or application/protobuf."
  }
}

variable "criteria" {
  description = "The events that are taken. One criterion names the `type`."
  type        = list(object({ attribute = string, value = string, operator = optional(string) }))

  validation {
    condition     = contains(var.criteria[*].attribute, "type")
    error_message = "One criterion must name the event's type."
  }
}

variable "labels" {
  description = "Labels on the trigger."
  type        = map(string)
  default     = {}
  nullable    = false
}
