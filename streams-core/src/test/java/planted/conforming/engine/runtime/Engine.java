package planted.conforming.engine.runtime;

import planted.conforming.KafkaStreams;

public final class Engine {

    public interface Listener {

        void changed(KafkaStreams.State state);
    }

    private final Thread thread;

    public Engine(Listener listener) {
        this.thread = new Thread(() -> listener.changed(KafkaStreams.State.RUNNING));
    }

    public void start() {
        thread.start();
    }
}
