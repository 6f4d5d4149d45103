function high(a, b) {
    return a > b ? a : b
}

function round(x) {
    return int(x * 10 + 0.5) / 10
}

{ top = high(top, $2) }

function station(row) {
    split(row, parts, ":")
    return tolower(parts[1])
}

END { print top }
