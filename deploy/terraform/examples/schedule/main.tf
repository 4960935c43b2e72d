# On a schedule: an API is pulled every ten minutes, and each of its rows is in the table once.

module "penstock" {
  source = "../../penstock"

  project_id     = var.project_id
  project_number = var.project_number
  release_dir    = var.release_dir
  alert_emails   = { oncall = "oncall@example.com" }

  puller = {
    sources    = { "orders.yaml" = templatefile("${path.module}/orders.yaml", { project_id = var.project_id }) }
    tables     = { orders = { dataset_id = google_bigquery_dataset.shop.dataset_id, table_id = google_bigquery_table.orders.table_id } }
    secret_ids = { token = google_secret_manager_secret.token.secret_id }
  }
}

# Terraform never sees the value: gcloud secrets versions add shop-token --data-file=-
resource "google_secret_manager_secret" "token" {
  project   = var.project_id
  secret_id = "shop-token"
  labels    = { app = "penstock", component = "puller" }

  replication {
    user_managed {
      replicas {
        location = "us-central1"
      }
    }
  }
}

resource "google_bigquery_dataset" "shop" {
  project    = var.project_id
  dataset_id = "shop"
  location   = "us-central1"
  labels     = { app = "penstock", component = "puller" }
}

resource "google_bigquery_table" "orders" {
  project             = var.project_id
  dataset_id          = google_bigquery_dataset.shop.dataset_id
  table_id            = "orders"
  deletion_protection = true
  labels              = { app = "penstock", component = "puller" }
  schema = jsonencode([
    { name = "order_id", type = "STRING", mode = "REQUIRED" },
    { name = "created_at", type = "TIMESTAMP", mode = "NULLABLE" },
    { name = "status", type = "STRING", mode = "NULLABLE" },
    { name = "total", type = "NUMERIC", mode = "NULLABLE" },
  ])
}
