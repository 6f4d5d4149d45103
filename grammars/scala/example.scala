package shop.shapes

import scala.math.Pi
import scala.collection.mutable.{Map => MutableMap, Set}
import shop.units._
import shop.more.{given, *}

type Area = Double
val limit = 12
var counter: Int = 0

/** How an area is written. */
def label(area: Area): String = s"$area"
def label(area: Area, unit: String): String = {
  val shown = area.toString
  shown + unit
}

trait Shape {
  def name: String
  def area(): Area
}

@deprecated("old", "1")
case class Circle(radius: Double, fill: String = "red") extends Shape {
  val name = "circle"
  private var scale = 1.0
  lazy val twice: Double = radius * 2
  def area(): Area = {
    if (radius > limit) {
      0
    } else {
      Pi * radius
    }
  }
  type Unit = String
}

object Circle {
  val unit = new Circle(1)
  def apply(radius: Int): Circle = new Circle(radius.toDouble)
  implicit val ordering: Ordering[Circle] = Ordering.by(_.radius)
}

enum Kind(val code: Int) {
  case Round extends Kind(1)
  case Square extends Kind(2)
  case A, B
}

given Ordering[Kind] with
  def compare(a: Kind, b: Kind): Int = a.code - b.code

given byName: Ordering[Shape] = Ordering.by(_.name)

extension (kind: Kind)
  def shown: String = kind.toString

object Main extends App {
  def describe(kind: Any): String = kind match {
    case Kind.Round => "round"
    case n: Int if n > 3 =>
      counter += 1
      "square"
    case _ => "none"
  }
  for (name <- Seq("a", "b")) {
    println(name)
  }
  try {
    println(describe(1))
  } catch {
    case error: Exception => throw error
  }
  val (left, right) = (1, 2)
}

class ShapeSpec extends AnyFlatSpec {
  "A circle" should "have an area" in {
    assert(1 == 1)
  }
  test("adds") {
    assert(2 == 2)
  }
}
