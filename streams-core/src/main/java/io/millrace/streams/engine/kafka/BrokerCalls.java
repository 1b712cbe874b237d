package io.millrace.streams.engine.kafka;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether a worker's thread is inside a call that waits for the brokers. Marked by that thread; any thread may ask. */
final class BrokerCalls {

    private final AtomicBoolean waiting = new AtomicBoolean();

    void begin() {
        waiting.lazySet(true); // Around each record that is sent, and nobody needs to know it at once.
    }

    void end() {
        waiting.lazySet(false);
    }

    boolean isWaiting() {
        return waiting.get();
    }
}
