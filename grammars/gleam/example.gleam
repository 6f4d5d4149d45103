//// Shapes of all kinds.

import gleam/io
import gleam/list.{map, filter as keep}
import shop/units as u

pub const limit = 12

/// How an area is written.
pub fn label(area: Float) -> String {
  let shown = float.to_string(area)
  shown <> " m2"
}

pub type Area =
  Float

pub type Shape {
  Circle(radius: Float)
  Square(side: Float)
}

pub fn area(shape: Shape) -> Float {
  case shape {
    Circle(r) if r >. 3.0 -> 3.0 *. r
    Circle(r) -> r
    Square(side) -> {
      io.println("square")
      side *. side
    }
  }
}

fn names() -> List(String) {
  [
    "circle",
    "square",
  ]
}

pub fn area_test() {
  area(Square(2.0))
  |> should.equal(4.0)
}
