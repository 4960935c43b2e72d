# Metrics from the lines that the functions write, alerts with their runbooks, and dashboards. All of it is data beside this
# tree: metrics.json is made from the code, alerts and dashboards have a file for each door.

locals {
  parts = toset(concat(["suite"], [
    for part, asked in {
      intake    = var.intake != null
      firestore = var.firestore != null
      sink      = var.sink != null || var.worker != null
      loader    = var.loader != null
      puller    = var.puller != null
      dataflow  = var.dataflow != null
    } : part if asked
  ]))

  owners  = toset(concat(tolist(local.parts), ["write"]))
  metrics = { for metric in jsondecode(file("${path.module}/../metrics.json")) : metric.name => metric if contains(local.owners, split("/", metric.name)[0]) }

  # PREFIX in a query stands for the suite's prefix.
  alerts = merge([
    for part in local.parts : {
      for alert in jsondecode(replace(file("${path.module}/../../alerts/${part}.json"), "PREFIX-", "${var.prefix}-")) :
      alert.name => merge({ query = null, log_filter = null, duration = "300s" }, alert, { part = part })
    }
  ]...)
}

resource "google_monitoring_notification_channel" "email" {
  for_each = var.alert_emails

  project      = var.project_id
  display_name = "Penstock: ${each.key}"
  type         = "email"
  labels       = { email_address = each.value }
}

module "metric" {
  source   = "../modules/metric"
  for_each = local.metrics

  project_id    = var.project_id
  name          = each.key
  about         = each.value.about
  unit          = each.value.unit
  field         = each.value.kind == "counter" ? "value" : "max"
  metric_labels = each.value.labels
}

module "alert" {
  source   = "../modules/alert"
  for_each = var.alerts ? local.alerts : {}

  project_id   = var.project_id
  name         = each.key
  summary      = each.value.summary
  severity     = each.value.severity
  query        = each.value.query
  log_filter   = each.value.log_filter
  duration     = each.value.duration
  runbooks_url = var.runbooks_url
  channels     = concat(var.alert_channels, [for channel in google_monitoring_notification_channel.email : channel.id])
  labels       = { app = "penstock", component = each.value.part }

  depends_on = [module.metric]
}

resource "google_monitoring_dashboard" "part" {
  for_each = local.parts

  project        = var.project_id
  dashboard_json = replace(file("${path.module}/../../dashboards/${each.key}.json"), "PREFIX-", "${var.prefix}-")
}

resource "google_billing_budget" "budget" {
  count = var.budget == null ? 0 : 1

  billing_account = var.budget.billing_account
  display_name    = "Penstock"

  budget_filter {
    projects        = ["projects/${var.project_number}"]
    labels          = { app = "penstock" }
    calendar_period = "MONTH"
  }

  amount {
    specified_amount {
      currency_code = "USD"
      units         = tostring(var.budget.dollars)
    }
  }

  threshold_rules {
    threshold_percent = 0.5
  }

  threshold_rules {
    threshold_percent = 1.0
    spend_basis       = "FORECASTED_SPEND"
  }
}

resource "google_project_iam_audit_config" "data" {
  for_each = var.audit_logs ? toset(["bigquery", "run", "secretmanager"]) : toset([])

  project = var.project_id
  service = "${each.value}.googleapis.com"

  audit_log_config {
    log_type = "DATA_WRITE"
  }

  audit_log_config {
    log_type = "DATA_READ"
  }
}
