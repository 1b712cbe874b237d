package io.millrace.verification.chaos.memory;

import java.util.HashMap;
import java.util.Map;

/** What the application says of itself. */
record Figures(Map<String, Long> byName) {

    static final Figures NONE = new Figures(Map.of());

    Figures {
        byName = Map.copyOf(byName);
    }

    /** Reads words like {@code wrong=0}. */
    static Figures parse(String words) {
        Map<String, Long> figures = new HashMap<>();
        for (String word : words.split(" ", -1)) {
            int equals = word.indexOf('=');
            figures.put(word.substring(0, equals), Long.valueOf(word.substring(equals + 1)));
        }
        return new Figures(figures);
    }

    private long of(String name) {
        return byName.getOrDefault(name, 0L);
    }

    boolean isRunning() {
        return of("running") == 1;
    }

    /** Records. */
    long processed() {
        return of("processed");
    }

    /** Answers to queries. */
    long answers() {
        return of("answers");
    }

    /** Wrong ones among them. */
    long wrong() {
        return of("wrong");
    }

    /** Queries that found no store. */
    long refused() {
        return of("refused");
    }

    /** Bytes of state off the heap. */
    long offHeap() {
        return of("blocks") + of("memtables");
    }

    /** Bytes of memtables. */
    long memtables() {
        return of("memtables");
    }

    /** Bytes of state on the heap. */
    long buffers() {
        return of("buffers");
    }

    /** Bytes of queued input. */
    long input() {
        return of("input");
    }

    /** Bytes of the heap that are taken. */
    long heap() {
        return of("heap");
    }

    /** Open files and connections. */
    long files() {
        return of("files");
    }

    /** How many metrics there are. */
    long metrics() {
        return of("metrics");
    }

    /** Bytes that all state may take. */
    long max() {
        return of("max");
    }
}
