package planted.sidedoor;

import planted.sidedoor.engine.runtime.Engine;

/** A door, but of another room. */
public final class Topology {

    private static final class Starter {

        void start() {
            new Engine().start();
        }
    }

    public void start() {
        new Starter().start();
    }
}
