package io.millrace.streams.engine.state.view;

import org.jspecify.annotations.Nullable;

/** The key of a windowed entry in a buffer: a bare key as {@link Held} holds it, and two numbers. */
final class TimedKey {

    private final Object key;
    private final long startMs;
    private final long number;

    /** @param number a running number among windows of the same start, or the end of a session */
    TimedKey(Object key, long startMs, long number) {
        this.key = key;
        this.startMs = startMs;
        this.number = number;
    }

    Object key() {
        return key;
    }

    long startMs() {
        return startMs;
    }

    long number() {
        return number;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TimedKey that
                && startMs == that.startMs
                && number == that.number
                && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return (key.hashCode() * 31 + Long.hashCode(startMs)) * 31 + Long.hashCode(number);
    }

    @Override
    public String toString() {
        return key + "@" + startMs + "/" + number;
    }
}
