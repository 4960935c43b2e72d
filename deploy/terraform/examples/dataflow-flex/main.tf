# The sink as the job of a Flex template, beside the suite, because the resource is in the beta provider alone.

module "penstock" {
  source = "../../penstock"

  project_id     = var.project_id
  project_number = var.project_number
  release_dir    = var.release_dir
  alert_emails   = { oncall = "oncall@example.com" }

  intake = {
    callers = { team = "group:data@example.com" }
  }

  dataflow = {
    tables = { orders = { dataset_id = google_bigquery_dataset.demo.dataset_id, table_id = google_bigquery_table.orders.table_id } }
  }
}

module "sink_job" {
  source = "../../modules/dataflow-flex"

  runtime = module.penstock.dataflow
  image   = "us-central1-docker.pkg.dev/${var.project_id}/penstock/dataflow@sha256:${var.image_digest}"
  routes  = file("${path.module}/sink.yaml")
}

resource "google_bigquery_dataset" "demo" {
  project    = var.project_id
  dataset_id = "demo"
  location   = "us-central1"
  labels     = { app = "penstock", component = "dataflow" }
}

resource "google_bigquery_table" "orders" {
  project             = var.project_id
  dataset_id          = google_bigquery_dataset.demo.dataset_id
  table_id            = "issues_by_beam"
  deletion_protection = true
  schema              = file("${path.module}/../../schemas/issues_stream.json")
  labels              = { app = "penstock", component = "dataflow" }
}
