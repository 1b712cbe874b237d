package io.millrace.streams.engine.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The only way in to a worker: any thread posts, the worker's thread takes. A worker looks at its mail at every step, and a step
 * waits no longer than one poll.
 */
final class Mailbox {

    private final Queue<Mail> mail = new ConcurrentLinkedQueue<>();

    void post(Mail message) {
        mail.add(message);
    }

    @Nullable
    Mail take() {
        return mail.poll();
    }

    boolean isEmpty() {
        return mail.isEmpty();
    }
}
