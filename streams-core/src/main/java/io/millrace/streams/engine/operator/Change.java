package io.millrace.streams.engine.operator;

import org.jspecify.annotations.Nullable;

/**
 * What flows between the operators of tables: the value a key has now, and the one it had before. The old value is only there
 * if somebody downstream asked for it.
 *
 * @param newValue null if the key was removed
 * @param oldValue null if there was none, or if it was not asked for
 * @param isLatest false if the table knows a newer value already: the change came out of order, and the table keeps versions
 */
public record Change<V>(@Nullable V newValue, @Nullable V oldValue, boolean isLatest) {

    /** A change in order. */
    public Change(@Nullable V newValue, @Nullable V oldValue) {
        this(newValue, oldValue, true);
    }
}
