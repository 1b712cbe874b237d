package io.millrace.streams.engine.runtime;

import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.KafkaStreams.StateListener;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of the client, moved by any thread along the allowed transitions. The lock guards the state and the order of its
 * changes; the listener is told outside of it, in that order, by whichever thread is at it.
 */
final class Lifecycle {

    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final String client;
    private final Consumer<State> states;
    private final Queue<Change> untold = new ArrayDeque<>();
    private State state = State.CREATED;
    private boolean telling;
    private @Nullable StateListener listener;

    private record Change(State from, State to) {}

    /**
     * A life that begins.
     *
     * @param client whose life it is
     * @param states told of every state at once, under the lock, so that nobody sees an older state after a newer one
     */
    Lifecycle(String client, Consumer<State> states) {
        this.client = client;
        this.states = states;
    }

    synchronized State state() {
        return state;
    }

    synchronized void listen(@Nullable StateListener stateListener) {
        if (state != State.CREATED) {
            throw new IllegalStateException(
                    "A state listener can only be set before the client is started, but it is " + state);
        }
        listener = stateListener;
    }

    /**
     * Moves to a state if that is allowed; {@link #tell()} must follow, once the caller holds no lock. Returns whether the client is
     * in that state now.
     */
    synchronized boolean tryMove(State to) {
        if (state == to) {
            return true;
        }
        if (!state.isValidTransition(to)) {
            return false;
        }
        log.info("{} goes from {} to {}", client, state, to);
        untold.add(new Change(state, to));
        state = to;
        states.accept(to);
        notifyAll();
        return true;
    }

    /** Waits until the client has ended, for at most this long. Returns whether it has. */
    synchronized boolean awaitEnd(long timeoutMs) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(timeoutMs, Integer.MAX_VALUE));
        while (!state.hasCompletedShutdown()) {
            long leftMs = (deadlineNanos - System.nanoTime()) / 1_000_000L;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    /** Tells the listener what it was not told yet. */
    void tell() {
        while (true) {
            Change change;
            StateListener told;
            synchronized (this) {
                if (telling || untold.isEmpty()) {
                    return;
                }
                telling = true;
                change = untold.remove();
                told = listener;
            }
            try {
                if (told != null) {
                    told.onChange(change.to(), change.from());
                }
            } catch (RuntimeException e) {
                log.warn("The state listener of {} failed on the change to {}", client, change.to(), e);
            } finally {
                synchronized (this) {
                    telling = false;
                }
            }
        }
    }
}
