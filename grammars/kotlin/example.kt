@file:JvmName("Shapes")
package shop.shapes

import kotlin.math.PI
import kotlin.math.sqrt as root
import shop.units.*

const val LIMIT = 12
private val names = listOf(
    "circle",
    "square",
)
typealias Area = Double
var counter: Int = 0

/** How an area is written. */
fun label(area: Area): String = "$area m2"
fun label(area: Area, unit: String): String {
    val shown = area.toString()
    return shown + unit
}
fun String.shout() = uppercase()
fun Int.shout() = toString()

interface Shape {
    val name: String
    fun area(): Area
}

data class Circle(val radius: Double, var fill: String = "red") : Shape {
    override val name = "circle"
    var scale: Double = 1.0
        get() = field
        set(value) {
            field = value
        }
    init {
        require(radius > 0)
    }
    constructor(radius: Int) : this(radius.toDouble())
    override fun area(): Area {
        if (radius > LIMIT) {
            return 0.0
        } else {
            return PI * radius * radius
        }
    }
    companion object {
        const val UNIT = "m"
        fun unit(): Circle = Circle(1.0)
    }
}

enum class Kind(val code: Int) {
    ROUND(1),
    SQUARE(2);

    fun twice() = code * 2
}

object Registry {
    private val shapes = mutableMapOf<String, Shape>()
    fun put(shape: Shape) {
        shapes[shape.name] = shape
    }
}

sealed class Result
class Ok : Result()

fun describe(kind: Kind): String {
    val text = when (kind) {
        Kind.ROUND -> "round"
        Kind.SQUARE -> {
            counter += 1
            "square"
        }
        else -> "other"
    }
    try {
        println(text)
    } catch (error: Exception) {
        throw error
    }
    for (name in names) {
        println(name)
    }
    return text
}

class ShapeTest {
    @Test
    fun `adds up`() {
        assertEquals(2, 1 + 1)
    }
}
