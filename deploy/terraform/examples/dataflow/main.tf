# Two jobs on Dataflow: the sink with its own routes, and beside it seed 002's classic template into issues_stream.

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
    template = "gs://${var.project_id}-penstock-dataflow/templates/${var.template}"
    tables   = { orders = { dataset_id = google_bigquery_dataset.demo.dataset_id, table_id = google_bigquery_table.orders.table_id } }
  }

  dataflow_classic = {}
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
