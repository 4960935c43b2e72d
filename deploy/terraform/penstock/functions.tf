# The functions that are asked for.

locals {
  # A release by steps: the stable revision of a service keeps what the newest does not take. A part without one, because it
  # is new, is not split.
  rollout = var.rollout == null ? {} : {
    for name, revision in var.rollout.stable : name => [
      { revision = revision, percent = 100 - var.rollout.percent, tag = null },
      { revision = null, percent = var.rollout.percent, tag = "canary" },
    ]
  }
}

module "intake" {
  source = "../modules/intake"
  count  = var.intake == null ? 0 : 1

  platform      = local.platform
  bundle        = local.bundle["intake"]
  topic         = module.issues.name
  ledger_bucket = google_storage_bucket.working["state"].name
  public        = var.intake.public
  callers       = var.intake.callers
  secret_ids    = var.intake.secret_ids
  env           = var.intake.env
  min_instances = var.intake.min_instances
  max_instances = var.intake.max_instances
  traffic       = try(local.rollout["intake"], var.intake.traffic)

  depends_on = [google_project_service.used]
}

module "firestore" {
  source = "../modules/firestore"
  count  = var.firestore == null ? 0 : 1

  platform          = local.platform
  bundle            = local.bundle["firestore"]
  topic             = module.issues.name
  errors_topic      = module.errors.name
  errors_bucket     = google_storage_bucket.working["errors"].name
  database          = var.firestore.database
  database_location = var.firestore.database_location
  documents         = var.firestore.documents
  secret_ids        = var.firestore.secret_ids
  env               = var.firestore.env
  max_instances     = var.firestore.max_instances
  traffic           = try(local.rollout["firestore"], var.firestore.traffic)

  depends_on = [google_project_service.used]
}

locals {
  issues_table = { issues = { dataset_id = google_bigquery_dataset.issues.dataset_id, table_id = module.issues_stream.table_id } }
}

module "sink" {
  source = "../modules/sink"
  count  = var.sink == null ? 0 : 1

  platform      = local.platform
  bundle        = local.bundle["sink"]
  topic_id      = module.issues.id
  config        = var.sink.config
  table         = module.issues_stream.name
  mode          = var.sink.mode
  tables        = merge(local.issues_table, var.sink.tables)
  datasets      = var.sink.datasets
  errors_topic  = module.errors.name
  errors_bucket = google_storage_bucket.working["errors"].name
  load_bucket   = var.sink.stages_files ? google_storage_bucket.working["loads"].name : null
  env           = var.sink.env
  min_instances = var.sink.min_instances
  max_instances = var.sink.max_instances
  traffic       = try(local.rollout["sink"], var.sink.traffic)

  depends_on = [google_project_service.used]
}

module "worker" {
  source = "../modules/worker"
  count  = var.worker == null ? 0 : 1

  platform      = local.platform
  image         = var.worker.image
  topic_id      = module.issues.id
  config        = var.worker.config
  table         = coalesce(var.worker.table, module.issues_stream.name)
  mode          = var.worker.mode
  tables        = merge(var.worker.table == null ? local.issues_table : {}, var.worker.tables)
  datasets      = var.worker.datasets
  errors_topic  = module.errors.name
  errors_bucket = google_storage_bucket.working["errors"].name
  load_bucket   = var.worker.stages_files ? google_storage_bucket.working["loads"].name : null
  env           = var.worker.env
  min_instances = var.worker.min_instances
  max_instances = var.worker.max_instances
  splits        = try([for one in local.rollout["worker"] : { revision = one.revision, percent = one.percent }], var.worker.splits)

  depends_on = [google_project_service.used]
}

module "loader" {
  source = "../modules/loader"
  count  = var.loader == null ? 0 : 1

  platform         = local.platform
  bundle           = local.bundle["loader"]
  bucket           = google_storage_bucket.ingest[0].name
  storage_agent    = "serviceAccount:${data.google_storage_project_service_account.storage.email_address}"
  ledger_bucket    = google_storage_bucket.working["state"].name
  datasets         = var.loader.datasets
  tracking_dataset = var.loader.tracking_dataset
  errors_topic     = module.errors.name
  env              = var.loader.env
  max_instances    = var.loader.max_instances
  traffic          = try(local.rollout["loader"], var.loader.traffic)

  depends_on = [google_project_service.used]
}

module "puller" {
  source = "../modules/puller"
  count  = var.puller == null ? 0 : 1

  platform      = local.platform
  bundle        = local.bundle["puller"]
  sources       = var.puller.sources
  tables        = var.puller.tables
  spool_bucket  = google_storage_bucket.working["spool"].name
  secret_ids    = var.puller.secret_ids
  schedule      = var.puller.schedule
  env           = var.puller.env
  max_instances = var.puller.max_instances
  traffic       = try(local.rollout["puller"], var.puller.traffic)

  depends_on = [google_project_service.used]
}
