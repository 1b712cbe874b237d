package io.millrace.verification.chaos.memory;

import io.millrace.streams.KafkaStreams;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** After the last update: whether some thousand rows hold exactly what was written to them last. */
final class FinalCheck {

    private static final int SAMPLE = 10_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final KafkaStreams streams;
    private final Rows rows;

    FinalCheck(KafkaStreams streams, Rows rows) {
        this.streams = streams;
        this.rows = rows;
    }

    /** How many rows of the sample are wrong, after some patience with the last updates. */
    long wrong(long updates, long count) {
        Map<Long, Long> last = lastUpdates(updates, count);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            last.entrySet().removeIf(row -> isRight(row.getKey(), row.getValue()));
            if (last.isEmpty() || System.nanoTime() > deadline) {
                return last.size();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Map<Long, Long> lastUpdates(long updates, long count) {
        long step = Math.max(1, count / SAMPLE);
        Map<Long, Long> last = new HashMap<>();
        for (long index = 0; index < count; index += step) {
            last.put(index, 0L);
        }
        for (long update = 1; update <= updates; update++) {
            long index = rows.updated(update, count);
            if (index % step == 0) {
                last.put(index, update);
            }
        }
        return last;
    }

    private boolean isRight(long index, long version) {
        byte[] key = rows.key(index);
        byte[] value = Queries.get(streams, key);
        return value != null && rows.belong(key, value) && Rows.version(value) == version;
    }
}
