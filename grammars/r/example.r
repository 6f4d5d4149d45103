library(dplyr)
require("stats")
source("units.R")

LIMIT <- 12
counter = 0

#' How an area is written.
#' @export
label <- function(area, unit = "m2") {
  shown <- as.character(area)
  paste(shown, unit)
}

area.circle <- function(shape) {
  if (shape$radius > LIMIT) {
    0
  } else if (shape$radius < 0) {
    stop("negative")
  } else {
    3 * shape$radius
  }
}

`%+%` <- function(a, b) paste0(a, b)
twice = \(x) x * 2

options <- list(
  width = 10,
  height = 20
)

for (name in c("a", "b")) {
  print(name)
}

setClass("Circle", representation(radius = "numeric"))
setMethod("show", "Circle", function(object) {
  cat("circle")
})
setGeneric("area", function(shape) standardGeneric("area"))

Circle <- R6Class("Circle",
  public = list(
    radius = 1,
    area = function() {
      3 * self$radius
    }
  )
)

kind <- switch(x,
  a = "round",
  b = {
    counter <- counter + 1
    "square"
  },
  "none"
)

test_that("label writes it", {
  expect_equal(label(1), "1 m2")
})

df %>%
  filter(x > 1) %>%
  mutate(y = 2)
