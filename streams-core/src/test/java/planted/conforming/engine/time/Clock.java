package planted.conforming.engine.time;

public interface Clock {

    long nowMs();

    static Clock system() {
        return System::currentTimeMillis;
    }
}
