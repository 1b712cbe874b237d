package io.millrace.streams;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How far a store is behind its changelog. */
public class LagInfo {

    private final long currentOffsetPosition;
    private final long endOffsetPosition;
    private final long offsetLag;

    LagInfo(long currentOffsetPosition, long endOffsetPosition) {
        this.currentOffsetPosition = currentOffsetPosition;
        this.endOffsetPosition = endOffsetPosition;
        this.offsetLag = Math.max(0, endOffsetPosition - currentOffsetPosition);
    }

    /**
     * The offset that the store has reached.
     *
     * @return the offset
     */
    public long currentOffsetPosition() {
        return currentOffsetPosition;
    }

    /**
     * The offset at which the changelog ends.
     *
     * @return the offset
     */
    public long endOffsetPosition() {
        return endOffsetPosition;
    }

    /**
     * How many offsets the store is behind. Some offsets may hold no record.
     *
     * @return the difference, not negative
     */
    public long offsetLag() {
        return offsetLag;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LagInfo lag
                && currentOffsetPosition == lag.currentOffsetPosition
                && endOffsetPosition == lag.endOffsetPosition;
    }

    @Override
    public int hashCode() {
        return Objects.hash(currentOffsetPosition, endOffsetPosition);
    }

    @Override
    public String toString() {
        return "LagInfo{currentOffsetPosition=" + currentOffsetPosition + ", endOffsetPosition=" + endOffsetPosition
                + ", offsetLag=" + offsetLag + "}";
    }
}
