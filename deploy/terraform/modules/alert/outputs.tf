output "name" {
  description = "The alert's name, which is its runbook's file name."
  value       = google_monitoring_alert_policy.alert.display_name
}
