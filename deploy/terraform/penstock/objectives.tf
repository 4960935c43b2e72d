# Objectives: correctness (what was taken is delivered), freshness (it is delivered soon), availability (it is answered).
# Each has an alert for an error budget that burns fast, and one for a budget that burns slowly.

locals {
  user = "logging.googleapis.com/user/penstock"
  run  = "resource.type=\"cloud_run_revision\""

  ratios = {
    sink-delivered = {
      part  = "sink"
      about = "Messages that reach their table"
      goal  = 0.999
      good  = "metric.type=\"${local.user}/sink/messages\" ${local.run} metric.label.outcome=\"delivered\""
      total = "metric.type=\"${local.user}/sink/messages\" ${local.run} metric.label.outcome!=\"retry\""
    }
    intake-available = {
      part  = "intake"
      about = "Requests to the intake that are not answered 5xx"
      goal  = 0.999
      good  = "metric.type=\"run.googleapis.com/request_count\" ${local.run} resource.label.service_name=\"${var.prefix}-intake\" metric.label.response_code_class!=\"5xx\""
      total = "metric.type=\"run.googleapis.com/request_count\" ${local.run} resource.label.service_name=\"${var.prefix}-intake\""
    }
    firestore-delivered = {
      part  = "firestore"
      about = "Document changes that are published"
      goal  = 0.999
      good  = "metric.type=\"${local.user}/firestore/events\" ${local.run} metric.label.outcome=\"delivered\""
      total = "metric.type=\"${local.user}/firestore/events\" ${local.run} metric.label.outcome!=\"retry\" metric.label.outcome!=\"dropped\""
    }
    loader-delivered = {
      part  = "loader"
      about = "Loads that reach their table"
      goal  = 0.99
      good  = "metric.type=\"${local.user}/loader/loads\" ${local.run} metric.label.outcome=\"delivered\""
      total = "metric.type=\"${local.user}/loader/loads\" ${local.run} metric.label.outcome!=\"dropped\""
    }
    puller-delivered = {
      part  = "puller"
      about = "Windows that land whole"
      goal  = 0.99
      good  = "metric.type=\"${local.user}/puller/windows\" ${local.run} metric.label.outcome=\"done\""
      total = "metric.type=\"${local.user}/puller/windows\" ${local.run} metric.label.outcome=one_of(\"done\", \"failed\")"
    }
  }

  objectives = { for name, ratio in local.ratios : name => ratio if contains(local.parts, ratio.part) }
  budgets = merge([
    for name, ratio in local.objectives : {
      # A fast burn would use two days' budget within an hour; a slow one uses the month's before its end.
      "${name}-fast" = { objective = name, window = "3600s", rate = 10, severity = "CRITICAL" }
      "${name}-slow" = { objective = name, window = "21600s", rate = 3, severity = "ERROR" }
    }
  ]...)
}

resource "google_monitoring_custom_service" "part" {
  for_each = toset([for ratio in local.objectives : ratio.part])

  project      = var.project_id
  service_id   = "${var.prefix}-${each.value}"
  display_name = "Penstock: ${each.value}"
}

resource "google_monitoring_slo" "ratio" {
  for_each = local.objectives

  project             = var.project_id
  service             = google_monitoring_custom_service.part[each.value.part].service_id
  slo_id              = each.key
  display_name        = each.value.about
  goal                = each.value.goal
  rolling_period_days = 28

  request_based_sli {
    good_total_ratio {
      good_service_filter  = each.value.good
      total_service_filter = each.value.total
    }
  }
}

resource "google_monitoring_slo" "fresh" {
  count = contains(local.parts, "sink") ? 1 : 0

  project             = var.project_id
  service             = google_monitoring_custom_service.part["sink"].service_id
  slo_id              = "sink-fresh"
  display_name        = "Five-minute windows in which no message waits for more than a minute"
  goal                = 0.995
  rolling_period_days = 28

  windows_based_sli {
    window_period = "300s"

    metric_mean_in_range {
      time_series = "metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" resource.type=\"pubsub_subscription\""

      range {
        max = 60
      }
    }
  }
}

resource "google_monitoring_alert_policy" "burn" {
  for_each = var.alerts ? local.budgets : {}

  project               = var.project_id
  display_name          = "BudgetBurning"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = concat(var.alert_channels, [for channel in google_monitoring_notification_channel.email : channel.id])
  user_labels           = { app = "penstock", objective = each.value.objective }

  conditions {
    display_name = "The error budget of ${each.value.objective} burns ${each.value.rate} times too fast"

    condition_threshold {
      filter          = "select_slo_burn_rate(\"${google_monitoring_slo.ratio[each.value.objective].name}\", \"${each.value.window}\")"
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.rate
      duration        = "0s"

      aggregations {
        alignment_period   = "60s"
        per_series_aligner = "ALIGN_NEXT_OLDER"
      }
    }
  }

  documentation {
    subject   = "The error budget of ${each.value.objective} burns too fast"
    mime_type = "text/markdown"
    content   = "See the runbook: ${var.runbooks_url}/BudgetBurning.md"

    links {
      display_name = "runbook"
      url          = "${var.runbooks_url}/BudgetBurning.md"
    }
  }
}
