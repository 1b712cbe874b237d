package io.millrace.streams.engine.operator;

import org.jspecify.annotations.Nullable;

/**
 * What flows between the operators of tables: the value a key has now, and the one it had before. The old value is only there
 * if somebody downstream asked for it.
 *
 * @param newValue null if the key was removed
 * @param oldValue null if there was none, or if it was not asked for
 */
public record Change<V>(@Nullable V newValue, @Nullable V oldValue) {}
