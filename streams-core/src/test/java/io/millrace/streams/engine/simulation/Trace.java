package io.millrace.streams.engine.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What happened in a simulation: a hash of all of it, the last part in words, and how often what is rare was seen. */
public final class Trace {

    private static final int KEPT = 400;

    private final Deque<String> last = new ArrayDeque<>();
    private final Map<String, Integer> sometimes = new TreeMap<>();
    private final SimulatedTime time;
    private final boolean everything = Boolean.getBoolean("simulation.trace");
    private long hash = 1;
    private long count;

    Trace(SimulatedTime time) {
        this.time = time;
    }

    /** Something happened. */
    public void event(String what) {
        count++;
        hash = hash * 1_000_003L + what.hashCode() * 31L + time.elapsedMs();
        String line = time.elapsedMs() + " " + what;
        if (everything) {
            System.out.println(line);
        }
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
    }

    /** Something that only somebody who looks for the reason of a failure wants to know. */
    void detail(Supplier<String> what) {
        if (everything) {
            System.out.println(time.elapsedMs() + "   " + what.get());
        }
    }

    /** Something rare happened that every run of many seeds must see. */
    public void sometimes(String what) {
        sometimes.merge(what, 1, Integer::sum);
        event("(" + what + ")");
    }

    public Map<String, Integer> sometimes() {
        return sometimes;
    }

    public long hash() {
        return hash;
    }

    public long count() {
        return count;
    }

    public String tail() {
        return String.join("\n", last);
    }
}
