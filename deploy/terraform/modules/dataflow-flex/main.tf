# The sink as the job of a Flex template: the program is in an image, and the routes file is a parameter. Routes and template are objects
# named by what they hold, so that a change of either replaces the running job.

locals {
  metadata = jsondecode(file("${path.module}/../../../dataflow/metadata.json"))
  required = [for one in local.metadata.parameters : one.name if !one.isOptional]
  known    = { for one in local.metadata.parameters : one.name => one }

  template = jsonencode({
    image    = var.image
    sdkInfo  = { language = "JAVA" }
    metadata = local.metadata
  })

  parameters = merge({
    routes            = "gs://${google_storage_bucket_object.routes.bucket}/${google_storage_bucket_object.routes.name}"
    inputSubscription = var.runtime.subscription_id
  }, var.parameters)

  unknown = [for name in keys(local.parameters) : name if !contains(keys(local.known), name)]
  invalid = [for name, value in local.parameters : name if contains(keys(local.known), name) && !can(regex(local.known[name].regexes[0], value))]

  # REGION-docker.pkg.dev/PROJECT/REPOSITORY
  repository = split("/", var.runtime.image_repository)
}

resource "google_storage_bucket_object" "routes" {
  bucket       = var.runtime.bucket
  name         = "routes/sink-${substr(sha256(var.routes), 0, 16)}.yaml"
  content      = var.routes
  content_type = "application/yaml"
}

resource "google_storage_bucket_object" "template" {
  bucket       = var.runtime.bucket
  name         = "templates/sink-${substr(sha256(local.template), 0, 16)}.json"
  content      = local.template
  content_type = "application/json"
}

# The launcher and the workers pull the image as this account.
resource "google_artifact_registry_repository_iam_member" "image" {
  project    = local.repository[1]
  location   = replace(local.repository[0], "-docker.pkg.dev", "")
  repository = local.repository[2]
  role       = "roles/artifactregistry.reader"
  member     = "serviceAccount:${var.runtime.email}"
}

resource "google_dataflow_flex_template_job" "sink" {
  provider = google-beta

  project                 = var.runtime.project_id
  region                  = var.runtime.region
  name                    = "${var.runtime.prefix}-sink"
  container_spec_gcs_path = "gs://${google_storage_bucket_object.template.bucket}/${google_storage_bucket_object.template.name}"
  parameters              = local.parameters
  temp_location           = "gs://${var.runtime.bucket}/temp"
  staging_location        = "gs://${var.runtime.bucket}/staging"
  service_account_email   = var.runtime.email
  machine_type            = var.runtime.machine_type
  max_workers             = var.runtime.max_workers
  enable_streaming_engine = true
  # A job that goes away finishes what it has taken; what is not taken stays in the subscription.
  on_delete              = "drain"
  additional_experiments = var.runtime.at_least_once ? ["streaming_mode_at_least_once"] : []
  transform_name_mapping = var.transform_name_mapping
  labels                 = var.runtime.labels

  lifecycle {
    precondition {
      condition     = length(local.unknown) == 0
      error_message = "The program has no option ${join(", ", local.unknown)}: deploy/dataflow/metadata.json lists them."
    }

    precondition {
      condition     = length(local.invalid) == 0
      error_message = "The value of ${join(", ", local.invalid)} is not as deploy/dataflow/metadata.json wants it."
    }

    precondition {
      condition     = length(setsubtract(local.required, keys(local.parameters))) == 0
      error_message = "A required option of deploy/dataflow/metadata.json is missing."
    }

    precondition {
      condition     = !(var.runtime.at_least_once && lookup(local.parameters, "exactlyOnce", "false") == "true")
      error_message = "With exactlyOnce set at_least_once = false: in at-least-once mode Dataflow repeats rows."
    }
  }

  depends_on = [google_artifact_registry_repository_iam_member.image]
}
