output "type" {
  description = "The metric's type in Cloud Monitoring."
  value       = "logging.googleapis.com/user/${google_logging_metric.metric.name}"
}
