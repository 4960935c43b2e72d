variable "project_id" {
  description = "The project that everything is made in."
  type        = string
}

variable "region" {
  description = "The region that the function runs in."
  type        = string
}

variable "name" {
  description = "The service's name, as `penstock-intake`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,48}[a-z0-9]$", var.name))
    error_message = "The service's name is 2 to 50 characters: a to z, 0 to 9 and -, starting with a letter."
  }
}

variable "description" {
  description = "One sentence for the people who see the service in the console."
  type        = string
}

variable "account_id" {
  description = "The id of the account that the function runs as."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.account_id))
    error_message = "An account id is 6 to 30 characters: a to z, 0 to 9 and -, starting with a letter. Shorten the prefix."
  }
}

variable "function_target" {
  description = "The name under which the code registers the function."
  type        = string
}

variable "bundle" {
  description = "The zip of the function's bundle on this machine, and the bucket that it is uploaded to."
  type        = object({ bucket = string, path = string })
  nullable    = false
}

variable "image_repository" {
  description = "The Artifact Registry repository that takes the built image, as `REGION-docker.pkg.dev/PROJECT/REPOSITORY`."
  type        = string
}

variable "build_account" {
  description = "The account that Cloud Build builds with, as `projects/P/serviceAccounts/E`."
  type        = string
}

variable "labels" {
  description = "Labels on every resource, for the bill."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "env" {
  description = "The function's environment."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "files" {
  description = "A bucket whose objects the function reads as files below a path (config files); null for none."
  type        = object({ bucket = string, path = string })
  default     = null
}

variable "secrets" {
  description = "Ids of the secrets that the function reads, by a name that does not change."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "invokers" {
  description = "Members that may call the service, by a name that does not change."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "ingress" {
  description = "The networks that the service answers."
  type        = string
  default     = "INGRESS_TRAFFIC_INTERNAL_ONLY"

  validation {
    condition     = contains(["INGRESS_TRAFFIC_ALL", "INGRESS_TRAFFIC_INTERNAL_ONLY", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"], var.ingress)
    error_message = "ingress is INGRESS_TRAFFIC_ALL, INGRESS_TRAFFIC_INTERNAL_ONLY or INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER."
  }
}

variable "timeout_seconds" {
  description = "The time that one request may take."
  type        = number
  default     = 60

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 3600
    error_message = "Cloud Run ends a request after 3,600 s at the latest: give 1 to 3600."
  }
}

variable "concurrency" {
  description = "The requests that one instance takes at a time."
  type        = number
  default     = 80

  validation {
    condition     = var.concurrency >= 1 && var.concurrency <= 1000
    error_message = "Cloud Run gives one instance 1 to 1000 requests at a time."
  }
}

variable "min_instances" {
  description = "Instances that are kept warm; each is paid for while it waits."
  type        = number
  default     = 0
}

variable "max_instances" {
  description = "The most instances at a time."
  type        = number
  default     = 20

  validation {
    condition     = var.max_instances >= 1 && var.max_instances >= var.min_instances
    error_message = "max_instances is at least 1 and not below min_instances."
  }
}

variable "cpu" {
  description = "Processors of one instance, as Cloud Run writes it: \"1\", \"2\"."
  type        = string
  default     = "1"

  validation {
    condition     = can(regex("^([124680]|0\\.[0-9]+|[0-9]+m)$", var.cpu))
    error_message = "cpu is a number of processors such as \"1\" or \"2\", or thousandths such as \"500m\"."
  }
}

variable "memory" {
  description = "Memory of one instance, as `512Mi` or `2Gi`."
  type        = string
  default     = "512Mi"

  validation {
    condition     = can(regex("^[1-9][0-9]*(Mi|Gi)$", var.memory))
    error_message = "memory is a whole number with the unit Mi or Gi, such as 512Mi."
  }
}

variable "cpu_idle" {
  description = "True pays for the processor during requests only; false while the instance lives."
  type        = bool
  default     = true
}

variable "traffic" {
  description = "The split between revisions, in percent; empty sends everything to the newest. A null revision is the newest."
  type        = list(object({ revision = optional(string), percent = number, tag = optional(string) }))
  default     = []
  nullable    = false

  validation {
    condition     = length(var.traffic) == 0 || sum(concat([0], var.traffic[*].percent)) == 100
    error_message = "The percentages of the traffic split must add up to 100."
  }
}
