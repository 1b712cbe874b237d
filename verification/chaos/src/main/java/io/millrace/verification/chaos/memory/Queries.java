package io.millrace.verification.chaos.memory;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.KeyQueryMetadata;
import io.millrace.streams.KeyValue;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Asks the table for random rows and looks whether the answers are right: nine of ten times for one, of which some were never there, and
 * else for a small range of all partitions. One thread asks; any may read the figures.
 */
final class Queries implements AutoCloseable {

    private static final Serializer<Bytes> KEYS = Serdes.Bytes().serializer();
    private static final int RANGE_EVERY = 10;
    private static final int ABSENT_EVERY = 16;
    private static final int ROWS_OF_RANGE = 20;
    private static final long PAUSE_NANOS = 5_000_000;

    private final KafkaStreams streams;
    private final Rows rows;
    private final Random random;
    private volatile long answers;
    private volatile long wrong;
    private volatile long refused;
    private volatile boolean stopped;
    private Thread thread;

    Queries(KafkaStreams streams, Rows rows) {
        this.streams = streams;
        this.rows = rows;
        this.random = new Random(rows.seed());
    }

    /** Begins to ask, so many times a second, for a table of so many rows. */
    void start(int rate, long count) {
        thread = new Thread(() -> ask(rate, count), "queries");
        thread.start();
    }

    private void ask(int rate, long count) {
        Pace pace = new Pace(rate);
        while (!stopped) {
            long due = pace.due();
            for (long i = 0; i < due && !stopped; i++) {
                askOnce(count);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The store may be moving to another thread; then there is no answer, which is not a wrong one. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void askOnce(long count) {
        try {
            long index = Math.floorMod(random.nextLong(), count);
            boolean right = random.nextInt(RANGE_EVERY) == 0
                    ? rangeIsRight(index, count)
                    : rowIsRight(random.nextInt(ABSENT_EVERY) == 0 ? index + count : index, count);
            answers++;
            wrong += right ? 0 : 1;
        } catch (InvalidStateStoreException e) {
            refused++;
        }
    }

    private static StoreQueryParameters<ReadOnlyKeyValueStore<Bytes, byte[]>> table() {
        return StoreQueryParameters.fromNameAndType(StateApplication.STORE, QueryableStoreTypes.keyValueStore());
    }

    /** What a row holds, asked of the one partition that can have it. */
    static byte[] get(KafkaStreams streams, byte[] key) {
        Bytes row = Bytes.wrap(key);
        KeyQueryMetadata where = streams.queryMetadataForKey(StateApplication.STORE, row, KEYS);
        if (where == null || where.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            throw new InvalidStateStoreException("It is not known where the row is");
        }
        return streams.store(table().withPartition(where.partition())).get(row);
    }

    private boolean rowIsRight(long index, long count) {
        byte[] key = rows.key(index);
        byte[] value = get(streams, key);
        return index >= count ? value == null : value != null && rows.belong(key, value);
    }

    /** The first row is there, and all rows are within the range and right. */
    private boolean rangeIsRight(long index, long count) {
        Bytes from = Bytes.wrap(rows.key(index));
        Bytes to = Bytes.wrap(rows.endOfRange(index, count, ROWS_OF_RANGE));
        boolean first = false;
        try (KeyValueIterator<Bytes, byte[]> range = streams.store(table()).range(from, to)) {
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> row = range.next();
                first |= row.key.equals(from);
                if (row.key.compareTo(from) < 0
                        || row.key.compareTo(to) > 0
                        || !rows.belong(row.key.get(), row.value)) {
                    return false;
                }
            }
        }
        return first;
    }

    /** How many were answered. */
    long answers() {
        return answers;
    }

    /** How many of the answers were wrong. */
    long wrong() {
        return wrong;
    }

    /** How often the store was not there to ask. */
    long refused() {
        return refused;
    }

    /** Asks no more, and waits for the last answer. */
    void stop() {
        stopped = true;
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
