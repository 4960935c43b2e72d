variable "project_id" {
  description = "The project that everything is made in."
  type        = string
}

variable "name" {
  description = "The metric's name as the code writes it."
  type        = string
}

variable "about" {
  description = "One sentence: what the metric counts."
  type        = string
}

variable "unit" {
  description = "The unit of the values, as Cloud Monitoring writes it: `1`, `ms`, `By`."
  type        = string
}

variable "field" {
  description = "The field of the log line that holds the value."
  type        = string
}

variable "metric_labels" {
  description = "The labels that the line carries."
  type        = list(string)
  default     = []
  nullable    = false
}
