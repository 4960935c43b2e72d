# An alert with its runbook. The alert's name is the runbook's file name, so neither can be without the other.

locals {
  runbook = "${var.runbooks_url}/${var.name}.md"
}

resource "google_monitoring_alert_policy" "alert" {
  project               = var.project_id
  display_name          = var.name
  combiner              = "OR"
  severity              = var.severity
  notification_channels = var.channels
  user_labels           = var.labels

  dynamic "conditions" {
    for_each = var.query == null ? [] : [var.query]
    content {
      display_name = var.summary

      condition_prometheus_query_language {
        query               = conditions.value
        duration            = var.duration
        evaluation_interval = "60s"
        alert_rule          = var.name
        rule_group          = "penstock"
        # A log-based metric is unknown to Cloud Monitoring until ten minutes after it was made.
        disable_metric_validation = true
      }
    }
  }

  dynamic "conditions" {
    for_each = var.log_filter == null ? [] : [var.log_filter]
    content {
      display_name = var.summary

      condition_matched_log {
        filter = conditions.value
      }
    }
  }

  documentation {
    subject   = var.summary
    mime_type = "text/markdown"
    content   = "${var.summary}\n\nThe runbook says what it means, what it harms, how to find the cause and how to mend it: ${local.runbook}"

    links {
      display_name = "runbook"
      url          = local.runbook
    }
  }

  alert_strategy {
    auto_close = "86400s"

    dynamic "notification_rate_limit" {
      # Cloud Monitoring wants a limit for conditions on logs, and refuses it for others.
      for_each = var.log_filter == null ? [] : [1]
      content {
        period = "3600s"
      }
    }
  }
}
