package io.millrace.verification.chaos.faults.wire;

/** What can be wrong with a wire. */
public enum Trouble {
    /** Nothing. */
    NONE,
    /** Connections are closed, and new ones too. */
    CUT,
    /** Connections stay open and can be made; nothing goes through. */
    BLACK_HOLE,
    /** Nothing goes out to the broker. */
    NOTHING_OUT,
    /** Nothing comes in from the broker. */
    NOTHING_IN,
    /** What goes through is late, in both directions. */
    DELAY,
    /** Connections can be made, and are reset before long. */
    RESET;

    boolean holds(Direction direction) {
        return switch (this) {
            case BLACK_HOLE -> true;
            case NOTHING_OUT -> direction == Direction.OUT;
            case NOTHING_IN -> direction == Direction.IN;
            case NONE, CUT, DELAY, RESET -> false;
        };
    }
}
