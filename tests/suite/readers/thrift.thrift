struct Tide {
  1: i64 minute
  2: double level
}

struct Wind {
  1: i64 minute
  2: double speed
}

struct Wave {
  1: i64 minute
  2: double height
}

struct Rain {
  1: i64 minute
  2: double fall
}

service Gauge {
  Tide latest(1: string station)
}
