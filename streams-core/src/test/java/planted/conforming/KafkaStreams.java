package planted.conforming;

import planted.conforming.engine.runtime.Engine;

/** A door with a nested type that the engine uses and an anonymous class that uses the engine. */
public final class KafkaStreams {

    public enum State {
        CREATED,
        RUNNING
    }

    private State state = State.CREATED;

    public void start() {
        new Engine(new Engine.Listener() {
                    @Override
                    public void changed(State newState) {
                        state = newState;
                    }
                })
                .start();
    }

    public State state() {
        return state;
    }
}
