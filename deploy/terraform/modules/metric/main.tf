# A metric that Cloud Logging reads from the lines that a function writes: one line a metric and label set.

resource "google_logging_metric" "metric" {
  project         = var.project_id
  name            = "penstock/${var.name}"
  description     = var.about
  filter          = "jsonPayload.metric=\"${var.name}\""
  value_extractor = "EXTRACT(jsonPayload.${var.field})"

  label_extractors = { for label in var.metric_labels : label => "EXTRACT(jsonPayload.labels.${label})" }

  metric_descriptor {
    metric_kind = "DELTA"
    # A counter of log entries would count lines. The sum of a distribution of their values counts what they say.
    value_type = "DISTRIBUTION"
    unit       = var.unit

    dynamic "labels" {
      for_each = var.metric_labels
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  bucket_options {
    exponential_buckets {
      num_finite_buckets = 64
      growth_factor      = 1.4
      scale              = 1
    }
  }
}
