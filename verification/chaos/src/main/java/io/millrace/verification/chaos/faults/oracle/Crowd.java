package io.millrace.verification.chaos.faults.oracle;

import java.util.ArrayDeque;

/** How many things happened within some time of each other, at most. */
final class Crowd {

    private final long withinMs;
    private final ArrayDeque<Long> recent = new ArrayDeque<>();
    private int most;

    Crowd(long withinMs) {
        this.withinMs = withinMs;
    }

    /** Takes the next; times do not go back. */
    void add(long atMs) {
        recent.add(atMs);
        while (recent.getFirst() < atMs - withinMs) {
            recent.remove();
        }
        most = Math.max(most, recent.size());
    }

    int most() {
        return most;
    }
}
