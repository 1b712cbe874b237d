package io.millrace.streams.engine.state;

import org.jspecify.annotations.Nullable;

/** A store that may keep its bytes in a column of a task's state. */
public interface OfColumn {

    /** The column, null if the bytes are in a store that the user made. */
    @Nullable
    StoreSpec column();
}
