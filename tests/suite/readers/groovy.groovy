class Tide {
    List levels

    double high() {
        levels.max()
    }

    double middle() {
        levels.sum() / levels.size()
    }
}

class Wave {
    double height() {
        2.0
    }

    double middle() {
        1.0
    }
}
