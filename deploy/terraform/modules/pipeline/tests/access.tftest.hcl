# Jobs of one repository and branch sign in, and nobody else.

variables {
  project_id     = "test-1"
  project_number = "123456789012"
  repository     = "example/penstock"
}

run "the_pool_of_one_repository" {
  command = apply

  assert {
    condition     = google_iam_workload_identity_pool_provider.github.attribute_condition == "assertion.repository == 'example/penstock' && assertion.ref == 'refs/heads/main'"
    error_message = "The condition lets others in: ${google_iam_workload_identity_pool_provider.github.attribute_condition}."
  }

  assert {
    condition     = endswith(google_service_account_iam_member.jobs["deploy"].member, "/workloadIdentityPools/penstock-github/attribute.environment/production")
    error_message = "Jobs without the environment may deploy."
  }

  assert {
    condition     = output.repository_variables.PENSTOCK_IDENTITY_PROVIDER == "projects/123456789012/locations/global/workloadIdentityPools/penstock-github/providers/github"
    error_message = "The workflow signs in by another name."
  }
}

run "an_address_in_place_of_a_repository" {
  command = plan
  variables {
    repository = "https://github.com/example/penstock"
  }
  expect_failures = [var.repository]
}

run "every_repository_of_an_owner" {
  command = plan
  variables {
    repository = "example/*"
  }
  expect_failures = [var.repository]
}

run "a_quote_that_ends_the_condition" {
  command = plan
  variables {
    ref = "refs/heads/main' || true || '"
  }
  expect_failures = [var.ref]
}

run "a_branch_without_its_full_name" {
  command = plan
  variables {
    ref = "main"
  }
  expect_failures = [var.ref]
}
