variable "project_id" {
  description = "The project that everything is made in."
  type        = string
}

variable "dataset_id" {
  description = "The dataset that holds the table."
  type        = string
}

variable "table_id" {
  description = "The table's name."
  type        = string
}

variable "description" {
  description = "One sentence for the people who query the table."
  type        = string
}

variable "schema" {
  description = "The columns as BigQuery's JSON, from the schema file."
  type        = string
}

variable "labels" {
  description = "Labels on every resource, for the bill."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "clustering" {
  description = "Columns that the table is clustered by, at most four."
  type        = list(string)
  default     = null
}

variable "partition" {
  description = "The partitioning of the table by time: HOUR, DAY, MONTH or YEAR, by a column or by the time of arrival."
  type        = object({ type = string, field = optional(string), expiration_days = optional(number) })
  default     = null
}

variable "primary_key" {
  description = "The key by which changes (upserts and deletes) find their row."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "max_staleness" {
  description = "The greatest age of the applied changes when the table is read, as `0-0 0 0:15:0`."
  type        = string
  default     = null
}

variable "writer_role" {
  description = "The full name of the role that lets an account write rows."
  type        = string
}

variable "writers" {
  description = "Members that may write rows, by a name that does not change."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether Terraform refuses to delete the table."
  type        = bool
  default     = true
}
