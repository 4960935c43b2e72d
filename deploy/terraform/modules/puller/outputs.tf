output "uri" {
  description = "The service's address."
  value       = module.service.uri
}

output "name" {
  description = "The service's name."
  value       = module.service.name
}
