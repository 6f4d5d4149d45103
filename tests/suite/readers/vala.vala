public class Gauge : Object {
    public string place { get; set; }

    public double read (int minute) {
        return source.level (minute);
    }

    public double drift (int minutes) {
        return read (minutes) - read (0);
    }

    public void close () {
        source.close ();
    }

    public bool is_open () {
        return source.handle != null;
    }
}
