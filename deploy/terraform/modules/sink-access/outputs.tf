output "member" {
  description = "The account that was given access, once it has it."
  value       = var.member

  depends_on = [google_bigquery_dataset_iam_member.writer, google_pubsub_topic_iam_member.errors]
}
