# The limits of Cloud Run, in the words of the variables.

variables {
  project_id       = "test-1"
  region           = "us-central1"
  name             = "penstock-door"
  description      = "A door."
  account_id       = "penstock-door"
  function_target  = "intake"
  bundle           = { bucket = "bundles", path = "tests/limits.tftest.hcl" }
  image_repository = "us-central1-docker.pkg.dev/test-1/penstock"
  build_account    = "projects/test-1/serviceAccounts/penstock-build@test-1.iam.gserviceaccount.com"
}

run "a_service_with_its_defaults" {
  command = plan

  assert {
    condition     = google_cloud_run_v2_service.function.ingress == "INGRESS_TRAFFIC_INTERNAL_ONLY"
    error_message = "A service is reached from outside unless its module says otherwise."
  }
}

run "a_name_with_capitals" {
  command = plan
  variables {
    name = "Door"
  }
  expect_failures = [var.name]
}

run "an_account_id_that_is_too_long" {
  command = plan
  variables {
    account_id = "penstock-a-very-long-prefix-and-a-door"
  }
  expect_failures = [var.account_id]
}

run "an_ingress_that_does_not_exist" {
  command = plan
  variables {
    ingress = "INTERNAL"
  }
  expect_failures = [var.ingress]
}

run "a_request_of_more_than_an_hour" {
  command = plan
  variables {
    timeout_seconds = 3601
  }
  expect_failures = [var.timeout_seconds]
}

run "no_request_at_a_time" {
  command = plan
  variables {
    concurrency = 0
  }
  expect_failures = [var.concurrency]
}

run "fewer_instances_than_are_kept" {
  command = plan
  variables {
    min_instances = 3
    max_instances = 2
  }
  expect_failures = [var.max_instances]
}

run "three_processors" {
  command = plan
  variables {
    cpu = "3"
  }
  expect_failures = [var.cpu]
}

run "memory_without_a_unit" {
  command = plan
  variables {
    memory = "512"
  }
  expect_failures = [var.memory]
}

run "a_split_of_90_percent" {
  command = plan
  variables {
    traffic = [{ revision = "penstock-door-00001-abc", percent = 90 }]
  }
  expect_failures = [var.traffic]
}
