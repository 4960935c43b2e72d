variable "runtime" {
  description = "Account, subscription, bucket and size for the job: the output `dataflow` of the root penstock, or `runtime` of the module dataflow."
  type = object({
    project_id       = string
    region           = string
    prefix           = string
    image_repository = string
    labels           = map(string)
    email            = string
    subscription_id  = string
    bucket           = string
    at_least_once    = bool
    machine_type     = string
    max_workers      = number
  })
  nullable = false
}

variable "image" {
  description = "The image of the template by its digest, as `gcloud dataflow flex-template build` makes it: `REGION-docker.pkg.dev/P/penstock/dataflow@sha256:…`."
  type        = string

  validation {
    condition     = can(regex("@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image ends with its digest, @sha256: and 64 digits: a tag may come to mean another program."
  }
}

variable "routes" {
  description = "The text of the sink's routes file."
  type        = string
}

variable "parameters" {
  description = "Further options of the program by name, as text. deploy/dataflow/metadata.json lists them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "transform_name_mapping" {
  description = "For an update of the running job: old names of steps to new ones, where a subscription was renamed."
  type        = map(string)
  default     = {}
  nullable    = false
}
