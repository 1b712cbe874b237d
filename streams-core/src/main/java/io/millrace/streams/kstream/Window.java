package io.millrace.streams.kstream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A span of event time that records are grouped into.
 *
 * <p>Whether the end belongs to the window is up to the kind of window. Two windows are equal if they are of the same class and
 * have the same start and end.
 */
public abstract class Window {

    /** Start of the window, included, in epoch milliseconds. */
    protected final long startMs;

    /** End of the window, in epoch milliseconds. */
    protected final long endMs;

    /**
     * Creates a window.
     *
     * @param startMs start, in epoch milliseconds
     * @param endMs end, in epoch milliseconds
     * @throws IllegalArgumentException if the start is negative or the end before the start
     */
    public Window(long startMs, long endMs) throws IllegalArgumentException {
        if (startMs < 0) {
            throw new IllegalArgumentException("A window cannot start at the negative time " + startMs + " ms.");
        }
        if (endMs < startMs) {
            throw new IllegalArgumentException(
                    "A window cannot end at " + endMs + " ms, before its start at " + startMs + " ms.");
        }
        this.startMs = startMs;
        this.endMs = endMs;
    }

    /**
     * Returns the start of the window, included.
     *
     * @return epoch milliseconds
     */
    public long start() {
        return startMs;
    }

    /**
     * Returns the end of the window.
     *
     * @return epoch milliseconds
     */
    public long end() {
        return endMs;
    }

    /**
     * Returns the start of the window, included.
     *
     * @return the start
     */
    public Instant startTime() {
        return Instant.ofEpochMilli(startMs);
    }

    /**
     * Returns the end of the window.
     *
     * @return the end
     */
    public Instant endTime() {
        return Instant.ofEpochMilli(endMs);
    }

    /**
     * Tells whether two windows of the same kind have a moment in common.
     *
     * @param other the other window
     * @return true if they have
     */
    public abstract boolean overlap(Window other);

    /** Refuses a window of another kind, for which an overlap has no meaning. */
    final <W extends Window> W sameKind(Window other, Class<W> kind) {
        if (other.getClass() != kind) {
            throw new IllegalArgumentException("A " + kind.getSimpleName() + " cannot be compared with " + other
                    + " of type " + other.getClass().getName() + ".");
        }
        return kind.cast(other);
    }

    @Override
    public boolean equals(@Nullable Object obj) {
        if (obj == null || getClass() != obj.getClass()) {
            return false;
        }
        Window other = (Window) obj;
        return startMs == other.startMs && endMs == other.endMs;
    }

    @Override
    public int hashCode() {
        return (int) ((startMs << 32) | (endMs & 0xFFFFFFFFL));
    }

    @Override
    public String toString() {
        return "Window{startMs=" + startMs + ", endMs=" + endMs + "}";
    }
}
