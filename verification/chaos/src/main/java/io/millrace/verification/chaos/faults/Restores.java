package io.millrace.verification.chaos.faults;

import io.millrace.verification.chaos.faults.app.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;

/** What one instance restored, over all its starts. Told by the thread that hears it, asked by any. */
final class Restores {

    private final Map<String, Kept> kept = new HashMap<>();
    private final List<Restore> returned = new ArrayList<>();
    private final List<Restore> moved = new ArrayList<>();
    private final List<Restore> promoted = new ArrayList<>();
    private int first;
    private int rebuilds;
    private int promotions;
    private int backwards;
    private int threadsEnded;
    private int rebalances;
    private final NavigableSet<Long> ownedAtMs = new TreeSet<>();

    /**
     * A restore of state that was there before.
     *
     * @param changelog its topic
     * @param records how many
     */
    record Restore(String changelog, long records) {}

    /** What the instance has of a changelog. */
    private static final class Kept {
        /** Its state was on the disk as a whole once: it must not be lost. */
        private boolean onDisk;

        private boolean owned;
        private boolean ownedAtKill;
        private boolean justPromoted;
        /** Where the last restore began: what was on the disk then stays there. */
        private long begun = -1;

        /** How far it is, in this process. */
        private long reached = -1;
    }

    /** A new process begins, after a kill or a close. */
    synchronized void begin() {
        rebalances = 0;
        kept.values().forEach(of -> {
            of.ownedAtKill = of.owned;
            of.owned = false;
            of.justPromoted = false;
            of.reached = -1;
        });
    }

    /** Takes a line that the instance said. */
    synchronized void hear(String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals(Said.THREAD_ENDED)) {
            threadsEnded++;
            return;
        }
        if (words[0].equals(Said.REBALANCES)) {
            rebalances = Integer.parseInt(words[1]);
            return;
        }
        if (words.length < 2) {
            return;
        }
        switch (words[0]) {
            case Said.RESTORES -> begins(words[1], Long.parseLong(words[2]));
            case Said.RESTORED -> ended(words[1], Long.parseLong(words[2]));
            case Said.FOLLOWS -> begins(words[1], Long.parseLong(words[2]));
            case Said.PROMOTED -> promoted(of(words[1]), Long.parseLong(words[2]));
            case Said.OWNED -> {
                of(words[1]).owned = true;
                ownedAtMs.add(System.currentTimeMillis());
            }
            case Said.SETTLED -> of(words[1]).onDisk = true;
            case Said.GONE -> of(words[1]).owned = false;
            default -> {
                // For somebody else.
            }
        }
    }

    private Kept of(String changelog) {
        return kept.computeIfAbsent(changelog, key -> new Kept());
    }

    private void begins(String changelog, long start) {
        Kept of = of(changelog);
        if (start < of.begun || start < of.reached) {
            backwards++;
        }
        of.begun = start;
    }

    private void promoted(Kept of, long reached) {
        promotions++;
        of.reached = Math.max(of.reached, reached);
        of.justPromoted = true;
    }

    /** State that was on the disk is restored from where it was; a start at the beginning means that it was lost. */
    private void ended(String changelog, long records) {
        Kept of = of(changelog);
        Restore restore = new Restore(changelog.substring(0, changelog.lastIndexOf('-')), records);
        if (of.justPromoted) {
            promoted.add(restore);
        } else if (!of.onDisk) {
            first++;
        } else if (of.begun == 0 && records > 0) {
            rebuilds++;
        } else if (of.ownedAtKill) {
            returned.add(restore);
        } else {
            moved.add(restore);
        }
        of.onDisk = true;
        of.ownedAtKill = false;
        of.justPromoted = false;
    }

    /** Restores of a store that the instance had not had before. */
    synchronized int first() {
        return first;
    }

    /** Restores from the beginning of a store that the instance had had. */
    synchronized int rebuilds() {
        return rebuilds;
    }

    /** Restores by a process whose predecessor had the task when it ended. */
    synchronized List<Restore> returned() {
        return List.copyOf(returned);
    }

    /** Restores of a task that another instance had in between. */
    synchronized List<Restore> moved() {
        return List.copyOf(moved);
    }

    /** How often a changelog was followed, and then had by an active task. */
    synchronized int promotions() {
        return promotions;
    }

    /** Restores at such promotions, where any were needed. */
    synchronized List<Restore> promoted() {
        return List.copyOf(promoted);
    }

    /** How often a restore or a standby began before a place that was reached already. */
    synchronized int backwards() {
        return backwards;
    }

    synchronized int threadsEnded() {
        return threadsEnded;
    }

    /** Of how many rebalances it has been a part since it was started last. */
    synchronized int rebalances() {
        return rebalances;
    }

    /** How long after this time a task came here. */
    synchronized OptionalLong msUntilOwned(long sinceMs) {
        Long atMs = ownedAtMs.ceiling(sinceMs);
        return atMs == null ? OptionalLong.empty() : OptionalLong.of(atMs - sinceMs);
    }

    /** How many changelogs belong to tasks that run here. */
    synchronized long owned() {
        return kept.values().stream().filter(of -> of.owned).count();
    }
}
