package io.millrace.streams.query;

import org.jspecify.annotations.Nullable;

/** The position that a store must have reached to answer a query. */
public class PositionBound {

    private final Position position;

    private PositionBound(Position position) {
        this.position = position;
    }

    /**
     * Asks for no particular position.
     *
     * @return the bound that every store has reached
     */
    public static PositionBound unbounded() {
        return new PositionBound(Position.emptyPosition());
    }

    /**
     * Asks for a position.
     *
     * @param position the position, which is copied
     * @return the bound
     */
    public static PositionBound at(Position position) {
        return new PositionBound(position.copy());
    }

    /**
     * Whether every store has reached the bound.
     *
     * @return true if no position is asked for
     */
    public boolean isUnbounded() {
        return position.isEmpty();
    }

    /**
     * The position to be reached.
     *
     * @return the position, empty if none is asked for
     */
    public Position position() {
        return position;
    }

    @Override
    public String toString() {
        return "PositionBound{position=" + position + "}";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PositionBound bound && position.equals(bound.position);
    }

    /**
     * Not available, because the position is mutable.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public int hashCode() {
        throw new UnsupportedOperationException(
                "A PositionBound is mutable and must not be a key of a hash collection.");
    }
}
