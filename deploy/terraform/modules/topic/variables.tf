variable "project_id" {
  description = "The project that everything is made in."
  type        = string
}

variable "region" {
  description = "The region that messages are stored and handled in."
  type        = string
}

variable "name" {
  description = "The topic's name."
  type        = string
}

variable "labels" {
  description = "Labels on every resource, for the bill."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "retention" {
  description = "The time that the topic keeps messages for a replay, as `86400s`; null keeps none beyond the subscriptions."
  type        = string
  default     = null
}

variable "publishers" {
  description = "Members that may publish, by a name that does not change."
  type        = map(string)
  default     = {}
  nullable    = false
}
