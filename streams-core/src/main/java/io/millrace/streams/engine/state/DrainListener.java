package io.millrace.streams.engine.state;

import org.jspecify.annotations.Nullable;

/** Told at drain of a changed key, as bytes in the layout of the store. */
@FunctionalInterface
public interface DrainListener {

    /**
     * @param newValue null if the key was removed
     * @param oldValue what was told last, or stored then; null if nothing
     * @param timestampMs timestamp of the new value, or of the record that removed it
     */
    void changed(byte[] key, byte @Nullable [] newValue, byte @Nullable [] oldValue, long timestampMs);
}
