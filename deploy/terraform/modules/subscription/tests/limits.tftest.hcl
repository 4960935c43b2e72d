# The limits of Pub/Sub, in the words of the variables.

variables {
  project_id   = "test-1"
  region       = "us-central1"
  name         = "rows"
  topic        = "projects/test-1/topics/rows"
  pubsub_agent = "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"
}

run "a_subscription_with_its_defaults" {
  command = plan

  assert {
    condition     = google_pubsub_subscription.subscription.expiration_policy[0].ttl == "" && google_pubsub_subscription.dead.expiration_policy[0].ttl == ""
    error_message = "A subscription expires, and its messages with it."
  }
}

run "less_time_than_pubsub_gives" {
  command = plan
  variables {
    ack_deadline_seconds = 9
  }
  expect_failures = [var.ack_deadline_seconds]
}

run "more_deliveries_than_pubsub_counts" {
  command = plan
  variables {
    max_delivery_attempts = 101
  }
  expect_failures = [var.max_delivery_attempts]
}
