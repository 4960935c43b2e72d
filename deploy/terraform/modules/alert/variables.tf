variable "project_id" {
  description = "The project that everything is made in."
  type        = string
}

variable "name" {
  description = "The alert's name, which is its runbook's file name."
  type        = string

  validation {
    condition     = can(regex("^[A-Z][A-Za-z0-9]+$", var.name))
    error_message = "An alert's name is in CamelCase, as SinkBacklogOld."
  }
}

variable "summary" {
  description = "One sentence for the person who is called."
  type        = string
}

variable "severity" {
  description = "CRITICAL wakes the person on call, ERROR is for today, WARNING for this week."
  type        = string

  validation {
    condition     = contains(["CRITICAL", "ERROR", "WARNING"], var.severity)
    error_message = "severity is CRITICAL, ERROR or WARNING."
  }
}

variable "query" {
  description = "The condition as PromQL; null where a log filter decides."
  type        = string
  default     = null
}

variable "log_filter" {
  description = "The log entries that fire the alert; null where a query decides."
  type        = string
  default     = null

  validation {
    condition     = (var.log_filter == null) != (var.query == null)
    error_message = "An alert has either a query or a log filter."
  }
}

variable "duration" {
  description = "The time that the query must hold, in whole minutes, as `300s`."
  type        = string
  default     = "300s"

  validation {
    condition     = can(regex("^[0-9]+s$", var.duration)) && try(tonumber(trimsuffix(var.duration, "s")) % 60 == 0, false)
    error_message = "duration is a multiple of 60 seconds, as 300s."
  }
}

variable "runbooks_url" {
  description = "The address of the runbooks, without a final slash."
  type        = string
}

variable "channels" {
  description = "The notification channels that are told."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "labels" {
  description = "Labels on the policy."
  type        = map(string)
  default     = {}
  nullable    = false
}
