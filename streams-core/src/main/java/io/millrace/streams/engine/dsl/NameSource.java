package io.millrace.streams.engine.dsl;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives nodes and stores their names. Most nodes take a number even if the user named them, a store that the user named takes none:
 * internal topics carry these names, so the numbering must never change.
 */
final class NameSource {

    private static final int DIGITS = 10;

    private final Set<String> notGiven = new HashSet<>();
    private final Set<String> inner = new HashSet<>();
    private final Set<String> ids = new HashSet<>();
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

    /** The name itself, or if that was asked for before, one like it that was not. */
    String id(String name) {
        String id = name;
        while (!ids.add(id)) {
            id += "'";
        }
        return id;
    }

    /** A name made of the prefix. */
    String store(String prefix) {
        return numbered(prefix + "STATE-STORE-");
    }

    /** A name made of the prefix, for a store that nobody but its operator reads. */
    String innerStore(String prefix) {
        String name = store(prefix);
        inner.add(name);
        return name;
    }

    /** Whether nobody but its operator reads a store, so that its name matters for its changelog alone. */
    boolean isInner(String store) {
        return inner.contains(store);
    }

    /** The name of a node, taken for a topic because the user gave none for that; the user may still have named the node. */
    String borrowed(String node) {
        notGiven.add(node);
        return node;
    }

    /** Whether a store or topic of this name, or of this name with something behind it, got it from here and not from the user. */
    boolean isGenerated(String name) {
        if (notGiven.contains(name)) {
            return true;
        }
        int suffix = name.lastIndexOf('-');
        return suffix > 0 && isGenerated(name.substring(0, suffix));
    }

    private String numbered(String prefix) {
        String number = Integer.toString(next++);
        String name = prefix + "0".repeat(Math.max(0, DIGITS - number.length())) + number;
        notGiven.add(name);
        return name;
    }
}
