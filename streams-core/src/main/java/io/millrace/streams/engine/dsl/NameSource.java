package io.millrace.streams.engine.dsl;

import org.jspecify.annotations.Nullable;

/**
 * Gives nodes and stores their names. Most nodes take a number even if the user named them, a store that the user named takes none:
 * internal topics carry these names, so the numbering must never change.
 */
final class NameSource {

    private int next;

    /** The given name, or one made of the prefix. */
    String node(@Nullable String given, String prefix) {
        String generated = numbered(prefix);
        return given == null ? generated : given;
    }

    /** The given name with a suffix, or one made of the prefix. */
    String node(@Nullable String given, String suffix, String prefix) {
        return node(given == null ? null : given + suffix, prefix);
    }

    /** A name made of the prefix. */
    String store(String prefix) {
        return numbered(prefix + "STATE-STORE-");
    }

    private String numbered(String prefix) {
        String number = Integer.toString(next++);
        return prefix + "0".repeat(Math.max(0, 10 - number.length())) + number;
    }
}
