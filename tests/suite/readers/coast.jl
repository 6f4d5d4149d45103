module Tides

struct Gauge
    place::String
end

function high(levels::Vector{Float64})
    maximum(levels)
end

macro tide(name)
    :(print($name))
end

end
