# Objectives: availability (requests are answered), freshness (messages do not wait), correctness (what was taken is delivered).
# Each has an alert for an error budget that burns fast, and one for a budget that burns slowly.
#
# Availability and freshness stand on metrics of Google's and are objectives of Cloud Monitoring. Correctness stands on our
# log-based metrics, whose values are distributions: a ratio of Cloud Monitoring takes whole numbers only, so its budget is
# watched by PromQL over the same windows.

locals {
  run_requests = "metric.type=\"run.googleapis.com/request_count\" resource.type=\"cloud_run_revision\""
  log_metric   = "logging_googleapis_com:user_penstock"

  # Services that answer requests: the worker has none.
  availability = {
    for name, asked in {
      intake    = var.intake != null
      firestore = var.firestore != null
      sink      = var.sink != null
      loader    = var.loader != null
      puller    = var.puller != null
    } : "${name}-available" => { part = name, service = "${var.prefix}-${name}", goal = 0.999 } if asked
  }

  # Subscriptions, and for how many seconds their oldest message may wait.
  freshness = {
    for name, subscription in {
      "sink-push-fresh" = { part = "sink", asked = var.sink != null, id = "${var.prefix}-sink-push", seconds = 60, goal = 0.995 }
      "sink-pull-fresh" = { part = "sink", asked = var.worker != null, id = "${var.prefix}-sink-pull", seconds = 60, goal = 0.995 }
      "loader-fresh"    = { part = "loader", asked = var.loader != null, id = "${var.prefix}-loader-files", seconds = 900, goal = 0.99 }
    } : name => subscription if subscription.asked
  }

  correctness = {
    for name, ratio in {
      "sink-delivered" = {
        part  = "sink"
        goal  = 0.999
        bad   = "${local.log_metric}_sink_messages_sum{outcome=~\"rejected|dropped\"}"
        total = "${local.log_metric}_sink_messages_sum{outcome!=\"retry\"}"
      }
      "firestore-delivered" = {
        part  = "firestore"
        goal  = 0.999
        bad   = "${local.log_metric}_firestore_events_sum{outcome=\"rejected\"}"
        total = "${local.log_metric}_firestore_events_sum{outcome=~\"delivered|rejected\"}"
      }
      "loader-delivered" = {
        part  = "loader"
        goal  = 0.99
        bad   = "${local.log_metric}_loader_loads_sum{outcome=\"rejected\"}"
        total = "${local.log_metric}_loader_loads_sum{outcome!=\"dropped\"}"
      }
      "puller-delivered" = {
        part  = "puller"
        goal  = 0.99
        bad   = "${local.log_metric}_puller_windows_sum{outcome=\"failed\"}"
        total = "${local.log_metric}_puller_windows_sum{outcome=~\"done|failed\"}"
      }
    } : name => ratio if contains(local.parts, ratio.part)
  }

  # A fast burn would use two days' budget within an hour; a slow one uses the month's before its end.
  burns = {
    fast = { window = "3600s", range = "1h", rate = 10, severity = "CRITICAL" }
    slow = { window = "21600s", range = "6h", rate = 3, severity = "ERROR" }
  }

  objectives = merge(
    { for name, slo in google_monitoring_slo.available : name => slo.name },
    { for name, slo in google_monitoring_slo.fresh : name => slo.name },
  )
  # The names are known before the objectives are made.
  slo_burns = merge([
    for name in concat(keys(local.availability), keys(local.freshness)) : {
      for speed, burn in local.burns : "${name}-${speed}" => merge(burn, { objective = name })
    }
  ]...)
  ratio_burns = merge([
    for name, ratio in local.correctness : {
      for speed, burn in local.burns : "${name}-${speed}" => merge(burn, {
        objective = name
        query     = "(sum(increase(${ratio.bad}[${burn.range}])) / sum(increase(${ratio.total}[${burn.range}]))) > ${burn.rate * (1 - ratio.goal)}"
      })
    }
  ]...)
  channels = concat(var.alert_channels, [for channel in google_monitoring_notification_channel.email : channel.id])
  budget   = "${var.runbooks_url}/BudgetBurning.md"
}

resource "google_monitoring_custom_service" "part" {
  for_each = toset(concat([for one in local.availability : one.part], [for one in local.freshness : one.part]))

  project      = var.project_id
  service_id   = "${var.prefix}-${each.value}"
  display_name = "Penstock: ${each.value}"
}

resource "google_monitoring_slo" "available" {
  for_each = local.availability

  project             = var.project_id
  service             = google_monitoring_custom_service.part[each.value.part].service_id
  slo_id              = each.key
  display_name        = "Requests to ${each.value.service} that are not answered 5xx"
  goal                = each.value.goal
  rolling_period_days = 28

  request_based_sli {
    good_total_ratio {
      bad_service_filter   = "${local.run_requests} resource.label.service_name=\"${each.value.service}\" metric.label.response_code_class=\"5xx\""
      total_service_filter = "${local.run_requests} resource.label.service_name=\"${each.value.service}\""
    }
  }
}

resource "google_monitoring_slo" "fresh" {
  for_each = local.freshness

  project             = var.project_id
  service             = google_monitoring_custom_service.part[each.value.part].service_id
  slo_id              = each.key
  display_name        = "Five-minute windows in which no message of ${each.value.id} waits for more than ${each.value.seconds} seconds"
  goal                = each.value.goal
  rolling_period_days = 28

  windows_based_sli {
    window_period = "300s"

    metric_mean_in_range {
      time_series = "metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" resource.type=\"pubsub_subscription\" resource.label.subscription_id=\"${each.value.id}\""

      range {
        max = each.value.seconds
      }
    }
  }
}

resource "google_monitoring_alert_policy" "burn" {
  for_each = var.alerts ? local.slo_burns : {}

  project               = var.project_id
  display_name          = "BudgetBurning"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels
  user_labels           = { app = "penstock", objective = each.value.objective }

  conditions {
    display_name = "The error budget of ${each.value.objective} burns ${each.value.rate} times too fast"

    condition_threshold {
      filter          = "select_slo_burn_rate(\"${local.objectives[each.value.objective]}\", \"${each.value.window}\")"
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
    content   = "See the runbook: ${local.budget}"

    links {
      display_name = "runbook"
      url          = local.budget
    }
  }
}

resource "google_monitoring_alert_policy" "ratio_burn" {
  for_each = var.alerts ? local.ratio_burns : {}

  project               = var.project_id
  display_name          = "BudgetBurning"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels
  user_labels           = { app = "penstock", objective = each.value.objective }

  conditions {
    display_name = "The error budget of ${each.value.objective} burns ${each.value.rate} times too fast"

    condition_prometheus_query_language {
      query                     = each.value.query
      duration                  = "0s"
      evaluation_interval       = "60s"
      alert_rule                = "BudgetBurning"
      rule_group                = "penstock"
      disable_metric_validation = true
    }
  }

  documentation {
    subject   = "The error budget of ${each.value.objective} burns too fast"
    mime_type = "text/markdown"
    content   = "See the runbook: ${local.budget}"

    links {
      display_name = "runbook"
      url          = local.budget
    }
  }

  depends_on = [module.metric]
}
