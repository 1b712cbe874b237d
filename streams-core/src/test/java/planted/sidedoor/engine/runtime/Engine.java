package planted.sidedoor.engine.runtime;

public final class Engine {

    public void start() {}
}
