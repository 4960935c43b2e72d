# A subscription that never expires, with a dead letter: a topic, and a subscription that keeps what comes there.

resource "google_pubsub_topic" "dead" {
  project = var.project_id
  name    = "${var.name}-dead"
  labels  = var.labels

  message_storage_policy {
    allowed_persistence_regions = [var.region]
    enforce_in_transit          = true
  }
}

# Without a subscription of its own a dead-letter topic keeps nothing.
resource "google_pubsub_subscription" "dead" {
  project                    = var.project_id
  name                       = "${var.name}-dead"
  topic                      = google_pubsub_topic.dead.id
  labels                     = merge(var.labels, { dead_letter = "true" })
  ack_deadline_seconds       = 60
  message_retention_duration = "2678400s"

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_subscription" "subscription" {
  project                    = var.project_id
  name                       = var.name
  topic                      = var.topic
  labels                     = var.labels
  ack_deadline_seconds       = var.ack_deadline_seconds
  message_retention_duration = var.retention
  enable_message_ordering    = var.ordering
  filter                     = var.filter

  expiration_policy {
    ttl = ""
  }

  retry_policy {
    minimum_backoff = var.retry.minimum
    maximum_backoff = var.retry.maximum
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead.id
    max_delivery_attempts = var.max_delivery_attempts
  }

  dynamic "push_config" {
    for_each = var.push == null ? [] : [var.push]
    content {
      push_endpoint = push_config.value.endpoint

      oidc_token {
        service_account_email = push_config.value.account
        audience              = push_config.value.endpoint
      }
    }
  }
}

# Pub/Sub itself moves a dead letter: its agent takes the message from the subscription and publishes it.
resource "google_pubsub_topic_iam_member" "agent_publishes" {
  project = var.project_id
  topic   = google_pubsub_topic.dead.name
  role    = "roles/pubsub.publisher"
  member  = var.pubsub_agent
}

resource "google_pubsub_subscription_iam_member" "agent_subscribes" {
  project      = var.project_id
  subscription = google_pubsub_subscription.subscription.name
  role         = "roles/pubsub.subscriber"
  member       = var.pubsub_agent
}

resource "google_pubsub_subscription_iam_member" "subscriber" {
  for_each = var.subscribers

  project      = var.project_id
  subscription = google_pubsub_subscription.subscription.name
  role         = "roles/pubsub.subscriber"
  member       = each.value
}
