package io.millrace.verification.chaos.faults;

import io.millrace.verification.chaos.faults.app.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** When an instance said that its brokers are silent, and that they are heard again. */
final class Health {

    private final List<Change> changes = new ArrayList<>();

    private record Change(long atMs, boolean up) {}

    /** A new process begins; it counts as up. */
    synchronized void begin() {
        changes.add(new Change(System.currentTimeMillis(), true));
    }

    synchronized void hear(String line) {
        if (line.startsWith(Said.HEALTH + " ")) {
            changes.add(new Change(System.currentTimeMillis(), line.endsWith(" UP")));
        }
    }

    synchronized boolean isUp() {
        return changes.isEmpty() || changes.get(changes.size() - 1).up();
    }

    /** How long after this time it went down, or up. */
    synchronized OptionalLong msUntil(boolean up, long sinceMs) {
        return changes.stream()
                .filter(change -> change.up() == up && change.atMs() >= sinceMs)
                .mapToLong(change -> change.atMs() - sinceMs)
                .findFirst();
    }
}
