# The sink as a job on Dataflow: what it needs, and the job itself where a template names one. The template is what `npm run dataflow --
# --stage` has put into the bucket; a Flex template's job is in the module dataflow-flex, over the output `runtime` of this one.

module "runtime" {
  source = "../dataflow-runtime"

  platform     = var.platform
  name         = "dataflow"
  subscription = "dataflow"
  topic_id     = var.topic_id
  temp_bucket  = var.temp_bucket
}

module "access" {
  source = "../sink-access"

  platform      = var.platform
  member        = module.runtime.member
  tables        = var.tables
  datasets      = var.datasets
  errors_topic  = var.errors_topic
  errors_bucket = var.errors_bucket
  load_bucket   = var.load_bucket
}

resource "google_dataflow_job" "sink" {
  count = var.template == null ? 0 : 1

  project = var.platform.project_id
  region  = var.platform.region
  # The template has the routes in it, so another template is another job: it replaces the running one of this name.
  name                    = "${var.platform.prefix}-sink"
  template_gcs_path       = var.template
  temp_gcs_location       = module.runtime.temp_location
  service_account_email   = module.runtime.email
  machine_type            = var.machine_type
  max_workers             = var.max_workers
  enable_streaming_engine = true
  # A job that goes away finishes what it has taken; what is not taken stays in the subscription.
  on_delete              = "drain"
  additional_experiments = var.at_least_once ? ["streaming_mode_at_least_once"] : []
  transform_name_mapping = var.transform_name_mapping
  labels                 = module.runtime.labels

  depends_on = [module.runtime, module.access]
}
