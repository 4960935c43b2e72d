# Everything: all five functions and the worker, alerts that reach a mailbox, a budget.

module "penstock" {
  source = "../../penstock"

  project_id     = var.project_id
  project_number = var.project_number
  release_dir    = var.release_dir
  region         = "us-central1"
  labels         = { team = "data" }
  alert_emails   = { oncall = "oncall@example.com" }
  runbooks_url   = "https://example.com/penstock/deploy/runbooks"
  budget         = { billing_account = "000000-000000-000000", dollars = 300 }

  deletion_protection = var.deletion_protection
  rollout             = var.rollout

  intake = {
    public     = true
    env        = { INTAKE_AUTH = "api-key", INTAKE_API_KEYS_SECRET = "projects/${var.project_id}/secrets/intake-keys/versions/1" }
    secret_ids = { keys = google_secret_manager_secret.intake_keys.secret_id }
  }

  firestore = {
    database_location = "nam5"
  }

  sink = {}

  # The worker pulls the same issues into a table of its own.
  worker = {
    image  = "us-central1-docker.pkg.dev/${var.project_id}/penstock/worker@sha256:${var.worker_digest}"
    table  = "${google_bigquery_dataset.demo.dataset_id}.${google_bigquery_table.issues_pulled.table_id}"
    tables = { pulled = { dataset_id = google_bigquery_dataset.demo.dataset_id, table_id = google_bigquery_table.issues_pulled.table_id } }
  }

  loader = {
    datasets         = { demo = google_bigquery_dataset.demo.dataset_id }
    tracking_dataset = google_bigquery_dataset.demo.dataset_id
  }

  puller = {
    sources = { "orders.yaml" = coalesce(var.orders_source, file("${path.module}/orders.yaml")) }
    env     = var.puller_env
    tables  = { orders = { dataset_id = google_bigquery_dataset.demo.dataset_id, table_id = google_bigquery_table.orders.table_id } }
  }
}

resource "google_secret_manager_secret" "intake_keys" {
  project   = var.project_id
  secret_id = "intake-keys"
  labels    = { app = "penstock", component = "intake" }

  replication {
    user_managed {
      replicas {
        location = "us-central1"
      }
    }
  }
}

resource "google_bigquery_dataset" "demo" {
  project    = var.project_id
  dataset_id = "demo"
  location   = "us-central1"
  labels     = { app = "penstock", component = "loader" }
}

resource "google_bigquery_table" "issues_pulled" {
  project             = var.project_id
  dataset_id          = google_bigquery_dataset.demo.dataset_id
  table_id            = "issues_pulled"
  deletion_protection = var.deletion_protection
  schema              = file("${path.module}/../../schemas/issues_stream.json")
  labels              = { app = "penstock", component = "worker" }
}

resource "google_bigquery_table" "orders" {
  project             = var.project_id
  dataset_id          = google_bigquery_dataset.demo.dataset_id
  table_id            = "orders"
  deletion_protection = var.deletion_protection
  schema = jsonencode([
    { name = "order_id", type = "STRING", mode = "REQUIRED" },
    { name = "created_at", type = "TIMESTAMP", mode = "NULLABLE" },
    { name = "status", type = "STRING", mode = "NULLABLE" },
    { name = "total", type = "NUMERIC", mode = "NULLABLE" },
  ])
}
