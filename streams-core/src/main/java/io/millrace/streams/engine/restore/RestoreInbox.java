package io.millrace.streams.engine.restore;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The messages to a restore worker, posted by any thread and read by the worker's. */
final class RestoreInbox {

    private final BlockingQueue<RestoreMessage> messages = new LinkedBlockingQueue<>();
    private @Nullable RestoreMessage awaited;

    void post(RestoreMessage message) {
        messages.add(message);
    }

    /** Waits for a message, at most this long; {@link #next()} gives it. */
    void await(long timeoutMs) throws InterruptedException {
        awaited = messages.poll(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** The next message; null if there is none. */
    @Nullable
    RestoreMessage next() {
        RestoreMessage first = awaited;
        awaited = null;
        return first == null ? messages.poll() : first;
    }
}
