class Tide
  def initialize(@levels : Array(Float64))
  end

  def high : Float64
    @levels.max
  end

  def middle : Float64
    @levels.sum / @levels.size
  end
end

class Wave
  def height : Float64
    2.0
  end

  def middle : Float64
    1.0
  end
end
