library shop.shapes;

import 'dart:math';
import 'package:shop/units.dart' as units show metre;
export 'src/circle.dart';
part 'shapes.g.dart';

const limit = 12;
final names = [
  'circle',
  'square',
];
int counter = 0;
typedef Area = double;

/// How an area is written.
String label(double area) => '$area';
String labelled(double area, {String unit = 'm2'}) {
  final shown = area.toString();
  return shown + unit;
}

int get twice => limit * 2;
set twice(int value) {
  counter = value;
}

abstract class Shape {
  String get name;
  double area();
}

@immutable
class Circle extends Shape with Paint implements Comparable<Circle> {
  final double radius;
  static const unit = 'm';
  late String fill = 'red', edge;

  Circle(this.radius);
  Circle.unit() : radius = 1;
  const Circle.of({required this.radius});
  factory Circle.from(Map<String, dynamic> json) => Circle(json['radius']);

  @override
  String get name => 'circle';
  set size(double value) {
    fill = '$value';
  }

  @override
  double area() {
    if (radius > limit) {
      return 0;
    } else {
      return 3 * radius;
    }
  }

  bool operator ==(Object other) => other is Circle;
}

mixin Paint {
  void paint() {}
}

extension Shout on String {
  String shout() => toUpperCase();
}

enum Kind {
  round,
  square(2);

  const Kind([this.code = 0]);
  final int code;
}

String describe(Kind kind) {
  switch (kind) {
    case Kind.round:
      return 'round';
    case Kind.square:
      counter += 1;
      return 'square';
    default:
      return 'none';
  }
}

void run() async {
  var shown = describe(Kind.round);
  try {
    await start(shown);
  } on Exception catch (error) {
    rethrow;
  }
  for (final name in names) {
    print(name);
  }
  final sizes = {
    'a': 1,
    'b': 2,
  };
}

void main() {
  group('shapes', () {
    test('have an area', () {
      expect(1, 1);
    });
  });
}
