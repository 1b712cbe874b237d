package io.millrace.verification.benchmarks.state;

import java.nio.file.Path;

/**
 * How the task is set up whose store is measured.
 *
 * @param directory where the state of tasks is kept
 * @param cached whether updates of a key are held back until the commit
 * @param stores how many stores the task has; the first is used
 */
record StoreSetup(Path directory, boolean cached, int stores) {

    static final String APPLICATION = "state-benchmark";
    static final String INPUT = "input";

    /** What Kafka Streams may cache of entries, and what Millrace may hold of them on the heap. */
    static final long ENTRIES_BYTES = 64L << 20;

    /** What Millrace may take off the heap; about what Kafka Streams takes for one store: 50 MiB of blocks, 3 memtables of 16 MiB. */
    static final long NATIVE_BYTES = 98L << 20;

    static final long RETENTION_MS = 86_400_000L;
    static final long WINDOW_MS = 60_000L;

    static StoreSetup ofOneStore(Path directory, boolean cached) {
        return new StoreSetup(directory, cached, 1);
    }

    String store(int index) {
        return "store-" + index;
    }
}
