package io.millrace.verification.chaos.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** How fast instances noticed that they were cut off from their broker, and that they were not any more. */
final class CutFigures {

    static final long DOWN_MS = 15_000;
    static final long UP_MS = 10_000;

    /** What counts as never. */
    private static final long NEVER_MS = 999_999;

    private final List<Long> untilDown = new ArrayList<>();
    private final List<Long> untilUp = new ArrayList<>();

    /** Takes a total cut; to be called when the instance should be up again. */
    void add(Health health, long sinceMs, long untilMs) {
        OptionalLong down = health.msUntil(false, sinceMs);
        boolean noticed = down.isPresent() && sinceMs + down.getAsLong() < untilMs;
        if (noticed) {
            untilDown.add(down.getAsLong());
            untilUp.add(health.msUntil(true, untilMs).orElse(NEVER_MS));
        } else if (untilMs - sinceMs > DOWN_MS) {
            untilDown.add(NEVER_MS);
        }
    }

    List<Long> untilDown() {
        return List.copyOf(untilDown);
    }

    List<Long> untilUp() {
        return List.copyOf(untilUp);
    }
}
