variable "project_id" {
  description = "The project that everything is made in."
  type        = string
}

variable "project_number" {
  description = "The project's number."
  type        = string
}

variable "release_dir" {
  description = "The folder that `npm run release` wrote."
  type        = string
  default     = "../../../../dist/release"
}

variable "image_digest" {
  description = "The digest of the image that `gcloud dataflow flex-template build` made, without `sha256:`."
  type        = string
  default     = "0000000000000000000000000000000000000000000000000000000000000000"
}
