package io.millrace.streams.engine.state;

import org.jspecify.annotations.Nullable;

/** Told at drain of a changed key; key and values as the buffer holds them, see {@link HeldForm}. */
@FunctionalInterface
public interface DrainListener {

    /**
     * @param newValue null if the key was removed
     * @param oldValue what was told last, or stored then; null if nothing
     * @param timestampMs timestamp of the new value, or of the record that removed it
     */
    void changed(Object key, @Nullable Object newValue, @Nullable Object oldValue, long timestampMs);
}
