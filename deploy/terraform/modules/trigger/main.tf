# An Eventarc trigger that calls one service, under an account of its own that may do nothing else.

resource "google_service_account" "caller" {
  project      = var.project_id
  account_id   = var.account_id
  display_name = "${var.name}: the account that Eventarc calls the function as"
}

# Eventarc offers this role for a whole project only. It lets the account receive events and nothing more.
resource "google_project_iam_member" "receiver" {
  project = var.project_id
  role    = "roles/eventarc.eventReceiver"
  member  = google_service_account.caller.member
}

resource "google_cloud_run_v2_service_iam_member" "invoker" {
  project  = var.project_id
  location = var.region
  name     = var.service
  role     = "roles/run.invoker"
  member   = google_service_account.caller.member
}

resource "google_eventarc_trigger" "trigger" {
  project                 = var.project_id
  name                    = var.name
  location                = var.location
  labels                  = var.labels
  service_account         = google_service_account.caller.email
  event_data_content_type = var.content_type

  dynamic "matching_criteria" {
    for_each = var.criteria
    content {
      attribute = matching_criteria.value.attribute
      value     = matching_criteria.value.value
      operator  = matching_criteria.value.operator
    }
  }

  destination {
    cloud_run_service {
      service = var.service
      region  = var.region
    }
  }

  depends_on = [google_project_iam_member.receiver, google_cloud_run_v2_service_iam_member.invoker]
}
