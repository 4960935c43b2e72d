terraform {
  required_version = ">= 1.9"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 7.20, < 9.0"
    }
    # The job of a Flex template is in the beta provider alone.
    google-beta = {
      source  = "hashicorp/google-beta"
      version = ">= 7.20, < 9.0"
    }
  }
}
