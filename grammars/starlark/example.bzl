load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library")
load("//shop:units.bzl", metre = "metre_of")

LIMIT = 12
SIZES = {
    "small": 1,
    "large": 2,
}
NAMES = [
    "circle",
    "square",
]

def label(area, unit = "m2"):
    """How an area is written."""
    shown = str(area)
    if area > LIMIT:
        return shown
    else:
        return shown + unit

cc_library(
    name = "shapes",
    srcs = [
        "circle.cc",
        "square.cc",
    ],
    deps = ["//shop:units"],
)

cc_binary(
    name = "draw",
    srcs = ["main.cc"],
)
