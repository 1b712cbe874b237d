package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.ByteStore.Direction;

/** Removes all entries of a column. */
final class ColumnWipe {

    /** How many go at once. */
    private static final int BATCH = 10_000;

    private ColumnWipe() {}

    static void wipe(ByteStore column, StateBackend backend) {
        try (ByteCursor cursor = column.scan(KeyRange.ALL, Direction.FORWARD)) {
            while (cursor.isValid()) {
                try (StateBatch batch = backend.newBatch()) {
                    batch.into(column);
                    for (int i = 0; i < BATCH && cursor.isValid(); i++) {
                        batch.put(cursor.key(), null);
                        cursor.advance();
                    }
                    batch.write();
                }
            }
        }
    }
}
