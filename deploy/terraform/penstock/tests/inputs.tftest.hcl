# A wrong value is refused by the variable that holds it, before anything is planned.

variables {
  project_id     = "test-1"
  project_number = "123456789012"
  release_dir    = "RELEASE_DIR"
}

run "a_prefix_that_no_account_id_takes" {
  command = plan

  variables {
    prefix = "Data_Platform"
  }

  expect_failures = [var.prefix]
}

run "the_id_of_a_project_in_place_of_its_number" {
  command = plan

  variables {
    project_number = "test-1"
  }

  expect_failures = [var.project_number]
}

run "runbooks_without_https" {
  command = plan

  variables {
    runbooks_url = "http://example.com/runbooks"
  }

  expect_failures = [var.runbooks_url]
}

run "more_than_all_of_the_traffic" {
  command = plan

  variables {
    rollout = { percent = 101, stable = {} }
  }

  expect_failures = [var.rollout]
}

run "an_image_that_is_named_by_a_tag" {
  command = plan

  variables {
    worker = { image = "us-central1-docker.pkg.dev/test-1/penstock/worker:latest" }
  }

  expect_failures = [var.worker]
}

run "a_sink_and_a_worker_on_one_table" {
  command = plan

  variables {
    sink   = {}
    worker = { image = "us-central1-docker.pkg.dev/test-1/penstock/worker@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
  }

  expect_failures = [var.worker]
}
