# Files: a folder of a bucket and its _SUCCESS become rows of a table in the dataset that the path names.

module "penstock" {
  source = "../../penstock"

  project_id     = var.project_id
  project_number = var.project_number
  release_dir    = var.release_dir
  alert_emails   = { oncall = "oncall@example.com" }

  loader = {
    datasets         = { sales = google_bigquery_dataset.sales.dataset_id }
    tracking_dataset = google_bigquery_dataset.sales.dataset_id
  }
}

# The loader makes tables here as the configuration files of the bucket say.
resource "google_bigquery_dataset" "sales" {
  project    = var.project_id
  dataset_id = "sales"
  location   = "us-central1"
  labels     = { app = "penstock", component = "loader" }
}
