//! Shapes.
const std = @import("std");
const units = @import("units.zig");
const math = std.math;

const limit: u32 = 12;
var counter: u32 = 0;
pub const Area = f64;

/// How an area is written.
pub fn label(area: Area) []const u8 {
    const shown = format(area);
    return shown;
}

extern fn now() f64;

pub const Circle = struct {
    radius: f64,
    fill: []const u8 = "red",

    const unit = Circle{ .radius = 1 };

    pub fn init(radius: f64) Circle {
        return .{
            .radius = radius,
            .fill = "blue",
        };
    }

    pub fn area(self: Circle) f64 {
        if (self.radius > limit) {
            return 0;
        } else {
            return 3 * self.radius;
        }
    }
};

pub const Kind = enum {
    round,
    square,

    pub fn twice(self: Kind) u32 {
        return 2;
    }
};

const Value = union(enum) {
    number: i64,
    text: []const u8,
};

const Failure = error{
    TooLarge,
    Negative,
};

fn describe(kind: Kind) []const u8 {
    return switch (kind) {
        .round => "round",
        .square => blk: {
            counter += 1;
            break :blk "square";
        },
        else => "none",
    };
}

const names = [_][]const u8{
    "circle",
    "square",
};

pub fn main() !void {
    for (names) |name| {
        std.debug.print("{s}", .{name});
    }
    defer counter = 0;
    const shown = try describe(.round);
    _ = shown;
}

test "has an area" {
    try std.testing.expect(true);
}

comptime {
    _ = Circle;
}
