module tides;

double high(double[] levels) {
    return levels[$ - 1];
}

double middle(double[] levels) {
    return levels[$ / 2];
}

double low(double[] levels) {
    return levels[0];
}

double middle(double from, double to) {
    return from + (to - from) / 2;
}
