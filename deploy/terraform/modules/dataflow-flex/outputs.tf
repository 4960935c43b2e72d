output "job_id" {
  description = "The id of the job, which changes with every replacement."
  value       = google_dataflow_flex_template_job.sink.job_id
}
