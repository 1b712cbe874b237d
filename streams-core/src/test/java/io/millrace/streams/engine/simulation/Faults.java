package io.millrace.streams.engine.simulation;

/** What may go wrong, and whether it does now: at the end of a simulation nothing does any more. */
public final class Faults {

    private final Chance chance;
    private boolean active = true;

    Faults(Chance chance) {
        this.chance = chance;
    }

    public void stop() {
        active = false;
    }

    public boolean active() {
        return active;
    }

    /** Whether a fault happens now that happens once in so many times. */
    public boolean oneIn(int times) {
        return active && chance.oneIn(times);
    }
}
