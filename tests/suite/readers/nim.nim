proc high(levels: seq[float]): float =
  max(levels)

proc middle(levels: seq[float]): float =
  sum(levels) / levels.len.float

proc show(level: float) =
  echo "level: ", level

proc middle(one, other: float): float =
  one + (other - one) / 2
