package io.millrace.streams.architecture;

import static java.util.Map.entry;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may use whom among the engine's packages: the table of ARCHITECTURE.md. Names are relative to the engine's package; a
 * sub-package without a line of its own inherits its parent's.
 */
final class EngineTable {

    static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            entry("crash", Set.of()),
            entry("time", Set.of()),
            entry("config", Set.of()),
            entry("log", Set.of()),
            entry("topology", Set.of()),
            entry("state.layout", Set.of()),
            entry("metrics", Set.of("time")),
            entry("plan", Set.of("topology")),
            entry("state", Set.of("state.layout", "log", "metrics", "time", "crash")),
            entry("state.view", Set.of("state", "state.layout", "state.heap", "topology", "metrics")),
            entry("state.rocks", Set.of("state", "config", "metrics", "time")),
            entry("state.heap", Set.of("state")),
            entry("operator", Set.of("state", "metrics")),
            entry("dsl", Set.of("operator", "topology", "state.view")),
            entry("task", Set.of("plan", "topology", "state", "log", "metrics", "time", "config", "crash")),
            entry("restore", Set.of("task", "state", "log", "metrics", "time")),
            entry("assign", Set.of("plan", "config", "log")),
            entry("kafka", Set.of("log", "config", "metrics", "crash", "time")),
            entry("query", Set.of("task", "state", "state.view", "plan")),
            entry(
                    "runtime",
                    Set.of(
                            "time",
                            "crash",
                            "config",
                            "log",
                            "metrics",
                            "topology",
                            "plan",
                            "state",
                            "state.view",
                            "state.rocks",
                            "state.heap",
                            "task",
                            "restore",
                            "assign",
                            "kafka",
                            "query")));

    private EngineTable() {}

    /** The line that governs a package, if it has one. */
    static Optional<String> lineOf(String enginePackage) {
        return ALLOWED.keySet().stream()
                .filter(line -> enginePackage.equals(line) || enginePackage.startsWith(line + "."))
                .max(Comparator.comparingInt(String::length));
    }

    static boolean allows(String fromLine, String toLine) {
        return fromLine.equals(toLine) || ALLOWED.get(fromLine).contains(toLine);
    }
}
