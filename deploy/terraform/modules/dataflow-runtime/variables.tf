variable "platform" {
  description = "The names that every function of the suite shares; the root module makes them."
  type = object({
    project_id   = string
    region       = string
    prefix       = string
    labels       = map(string)
    pubsub_agent = string
  })
  nullable = false
}

variable "name" {
  description = "The end of the account's name, after the suite's prefix."
  type        = string
}

variable "subscription" {
  description = "The end of the subscription's name, after the suite's prefix."
  type        = string
}

variable "topic_id" {
  description = "The full name of the topic that messages come from, `projects/P/topics/T`."
  type        = string
}

variable "temp_bucket" {
  description = "The bucket for what workers put down for a while."
  type        = string
}
