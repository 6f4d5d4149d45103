import Foundation
import class UIKit.UIView

let limit = 12
private var counter: Int = 0
typealias Area = Double

/// How an area is written.
func label(_ area: Area) -> String { "\(area)" }
func label(_ area: Area, unit: String) -> String {
    let shown = String(area)
    return shown + unit
}

protocol Shape {
    associatedtype Unit
    var name: String { get }
    func area() -> Area
}

@MainActor
public final class Circle: Shape {
    let radius: Double
    static let unit = Circle(radius: 1)
    var fill: String = "red" {
        didSet { counter += 1 }
    }
    var name: String {
        get { "circle" }
        set { fill = newValue }
    }
    init(radius: Double) {
        self.radius = radius
    }
    convenience init(side: Int) {
        self.init(radius: Double(side))
    }
    deinit {
        counter -= 1
    }
    func area() -> Area {
        if radius > 12 {
            return 0
        } else {
            return 3 * radius
        }
    }
    subscript(index: Int) -> Int {
        return index
    }
}

struct Point: Codable {
    var x, y: Int
    enum CodingKeys: String, CodingKey {
        case x
        case y = "why"
    }
}

enum Kind: Int {
    case round, square
    case other(Int)
    var twice: Int { rawValue * 2 }
}

extension Point: Equatable {
    func moved(by step: Int) -> Point {
        var next = self
        next.x += step
        return next
    }
}

actor Registry {
    private var shapes: [String: Any] = [
        "a": 1,
        "b": 2,
    ]
}

func describe(_ kind: Kind) -> String {
    switch kind {
    case .round:
        return "round"
    case .square, .other:
        counter += 1
        return "square"
    default:
        return "none"
    }
}

func run() throws {
    guard counter > 0 else { return }
    do {
        try start()
    } catch {
        print(error)
    }
    for name in ["a", "b"] {
        print(name)
    }
    let names = [
        "one",
        "two",
    ]
}

final class ShapeTests: XCTestCase {
    func testArea() {
        XCTAssertEqual(1, 1)
    }
}
