module Shapes

using LinearAlgebra
using Base: show, print
import Statistics: mean
import Random
export area, Circle
include("units.jl")

const LIMIT = 12
counter = 0

"How an area is written."
function label(area)
    shown = string(area)
    return shown
end

label(area::Float64, unit::String) = string(area, unit)

abstract type Shape end

struct Circle <: Shape
    radius::Float64
    fill::String
    Circle(r) = new(r, "red")
end

mutable struct Square{T} <: Shape
    side::T
end

function area(c::Circle)
    if c.radius > LIMIT
        return 0
    elseif c.radius < 0
        error("negative")
    else
        return 3c.radius
    end
end
function area(s::Square)
    s.side^2
end
Base.show(io::IO, c::Circle) = print(io, "circle")

macro twice(x)
    :($x * 2)
end

@enum Kind round square other

names = [
    "circle",
    "square",
]

const SIZES = Dict(
    "a" => 1,
    "b" => 2,
)

for name in names
    println(name)
end

try
    println(area(Circle(1)))
catch err
    rethrow(err)
finally
    println("done")
end

@testset "shapes" begin
    @test area(Circle(1)) == 3
end

end
