variable "project_id" {
  description = "The project that everything is made in."
  type        = string
}

variable "region" {
  description = "The region that dead letters are stored in."
  type        = string
}

variable "name" {
  description = "The subscription's name."
  type        = string
}

variable "topic" {
  description = "The topic's full name, `projects/P/topics/T`."
  type        = string
}

variable "pubsub_agent" {
  description = "Pub/Sub's own account in this project, as a member."
  type        = string
}

variable "labels" {
  description = "Labels on every resource, for the bill."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "ack_deadline_seconds" {
  description = "The time that a subscriber has for a message; for push it is also the time of the request."
  type        = number
  default     = 60

  validation {
    condition     = var.ack_deadline_seconds >= 10 && var.ack_deadline_seconds <= 600
    error_message = "Pub/Sub takes an acknowledgement deadline of 10 to 600 seconds."
  }
}

variable "retention" {
  description = "The time that an unacknowledged message is kept, as `604800s`."
  type        = string
  default     = "604800s"
}

variable "ordering" {
  description = "Whether the messages of one ordering key are delivered in order."
  type        = bool
  default     = false
}

variable "filter" {
  description = "A filter over attributes; null takes every message. It cannot be changed later."
  type        = string
  default     = null
}

variable "retry" {
  description = "The least and the most wait before a redelivery."
  type        = object({ minimum = string, maximum = string })
  default     = { minimum = "10s", maximum = "600s" }
  nullable    = false
}

variable "max_delivery_attempts" {
  description = "After so many deliveries a message becomes a dead letter."
  type        = number
  default     = 100

  validation {
    condition     = var.max_delivery_attempts >= 5 && var.max_delivery_attempts <= 100
    error_message = "Pub/Sub takes 5 to 100 delivery attempts."
  }
}

variable "push" {
  description = "The address to which messages are pushed, and the account that signs the pushes; null for a pull subscription."
  type        = object({ endpoint = string, account = string })
  default     = null
}

variable "subscribers" {
  description = "Members that may pull, by a name that does not change."
  type        = map(string)
  default     = {}
  nullable    = false
}
