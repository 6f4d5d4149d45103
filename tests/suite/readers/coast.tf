terraform {
  required_version = ">= 1.5"
}

variable "region" {
  type    = string
  default = "north"
}

resource "bucket" "logs" {
  name = "coast-logs"

  lifecycle {
    prevent_destroy = true
  }
}

module "site" {
  source = "./site"
  region = var.region
}
