class Tide {
    public function new() {}

    public function middle(levels:Array<Float>):Float {
        return levels[levels.length >> 1];
    }

    public function high(levels:Array<Float>):Float {
        return levels[levels.length - 1];
    }
}

class Wave {
    public function height(levels:Array<Float>):Float {
        return levels[0] * 2;
    }

    public function middle(levels:Array<Float>):Float {
        return levels[1];
    }
}
