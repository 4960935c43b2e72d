output "subscription" {
  description = "The subscription through which Eventarc delivers."
  value       = google_eventarc_trigger.trigger.transport
}
