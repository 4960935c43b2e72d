output "uri" {
  description = "The address to which issues are posted."
  value       = module.service.uri
}

output "name" {
  description = "The service's name."
  value       = module.service.name
}

output "member" {
  description = "The account that the function runs as, as a member."
  value       = module.service.member
}
