# Only the parts that are asked for are made, and a release splits the traffic of those that have a predecessor.

variables {
  project_id     = "test-1"
  project_number = "123456789012"
  release_dir    = "RELEASE_DIR"
  prefix         = "data"
  region         = "europe-west4"
}

run "nothing_asked_for" {
  command = plan

  assert {
    condition     = alltrue([for name in values(output.services) : name == null])
    error_message = "A part that was not asked for was made: ${jsonencode(output.services)}."
  }

  assert {
    condition     = google_storage_bucket.bundles.location == "europe-west4" && google_bigquery_dataset.issues.location == "europe-west4"
    error_message = "The variable region does not reach the bundles or the dataset."
  }
}

run "an_intake_alone" {
  command = plan

  variables {
    intake = {}
  }

  assert {
    condition     = output.services.intake == "data-intake" && length(module.sink) == 0 && length(module.loader) == 0
    error_message = "The intake is not the only function."
  }
}

run "a_step_of_a_release" {
  command = plan

  variables {
    intake  = {}
    sink    = {}
    rollout = { percent = 10, stable = { intake = "data-intake-00001-abc" } }
  }

  assert {
    condition     = local.rollout["intake"] == [{ revision = "data-intake-00001-abc", percent = 90, tag = null }, { revision = null, percent = 10, tag = "canary" }]
    error_message = "The intake's traffic is split otherwise: ${jsonencode(local.rollout)}."
  }

  assert {
    condition     = !contains(keys(local.rollout), "sink")
    error_message = "The sink has no predecessor, and its traffic is split."
  }
}
