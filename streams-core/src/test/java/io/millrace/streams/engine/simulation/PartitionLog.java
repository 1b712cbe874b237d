package io.millrace.streams.engine.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** One partition of the log: records, the ends of transactions, and the gaps that compaction left. */
public final class PartitionLog {

    /** The producer of records that are in no transaction. */
    static final long NO_TRANSACTION = -1L;

    private final TopicPartition partition;
    private final List<Entry> entries = new ArrayList<>();

    /** The first offset of each open transaction, by producer. */
    private final Map<Long, Long> open = new TreeMap<>();

    private long start;
    private long end;

    /** What became of an entry. */
    public enum Fate {
        /** In a transaction that has not ended here. */
        OPEN,
        COMMITTED,
        ABORTED,
        /** No record: the end of a transaction. */
        MARKER
    }

    /** An entry of the log. */
    public static final class Entry {

        final long offset;
        final long producer;
        final ProducerRecord<byte[], byte[]> record;
        Fate fate;

        private Entry(long offset, long producer, ProducerRecord<byte[], byte[]> record, Fate fate) {
            this.offset = offset;
            this.producer = producer;
            this.record = record;
            this.fate = fate;
        }

        public long offset() {
            return offset;
        }

        public byte[] key() {
            return record.key();
        }

        public byte @Nullable [] value() {
            return record.value();
        }

        public Fate fate() {
            return fate;
        }

        public long producer() {
            return producer;
        }
    }

    /** Some records, and the offset to read on from. */
    record Slice(List<ConsumerRecord<byte[], byte[]>> records, long next) {}

    PartitionLog(TopicPartition partition) {
        this.partition = partition;
    }

    public long start() {
        return start;
    }

    public long end() {
        return end;
    }

    /** The offset before which every transaction has ended. */
    public long lastStable() {
        long stable = end;
        for (long first : open.values()) {
            stable = Math.min(stable, first);
        }
        return stable;
    }

    public List<Entry> entries() {
        return entries;
    }

    long append(long producer, ProducerRecord<byte[], byte[]> record) {
        boolean inTransaction = producer != NO_TRANSACTION;
        if (inTransaction) {
            open.putIfAbsent(producer, end);
        }
        entries.add(new Entry(end, producer, record, inTransaction ? Fate.OPEN : Fate.COMMITTED));
        return end++;
    }

    /** The end of a transaction reaches the partition. */
    void mark(long producer, boolean commit) {
        Long first = open.remove(producer);
        if (first == null) {
            return;
        }
        for (int i = entries.size() - 1; i >= 0 && entries.get(i).offset >= first; i--) {
            Entry entry = entries.get(i);
            if (entry.producer == producer && entry.fate == Fate.OPEN) {
                entry.fate = commit ? Fate.COMMITTED : Fate.ABORTED;
            }
        }
        entries.add(new Entry(
                end++, producer, new ProducerRecord<>(partition.topic(), new byte[0], new byte[0]), Fate.MARKER));
    }

    Slice read(long from, int max, boolean onlyCommitted) {
        long limit = onlyCommitted ? lastStable() : end;
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        long next = from;
        for (int i = firstAt(from); i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.offset >= limit || found.size() == max) {
                return new Slice(found, next);
            }
            next = entry.offset + 1;
            if (entry.fate != Fate.MARKER && !(onlyCommitted && entry.fate == Fate.ABORTED)) {
                found.add(read(entry));
            }
        }
        return new Slice(found, Math.max(next, limit));
    }

    private ConsumerRecord<byte[], byte[]> read(Entry entry) {
        ProducerRecord<byte[], byte[]> record = entry.record;
        Headers headers = new RecordHeaders(record.headers());
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                entry.offset,
                record.timestamp() == null ? 0L : record.timestamp(),
                TimestampType.CREATE_TIME,
                record.key() == null ? 0 : record.key().length,
                record.value() == null ? 0 : record.value().length,
                record.key(),
                record.value(),
                headers,
                java.util.Optional.empty());
    }

    private int firstAt(long offset) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).offset < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Keeps the last record of each key, below an offset; removals stay. Answers with how many records went. */
    public int compactBelow(long below) {
        long limit = Math.min(below, lastStable());
        Set<ByteBuffer> seen = new HashSet<>();
        int removed = 0;
        for (int i = firstAt(limit) - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            boolean superseded = switch (entry.fate) {
                case ABORTED -> true;
                case COMMITTED -> !seen.add(ByteBuffer.wrap(entry.key()));
                case OPEN, MARKER -> false;
            };
            if (superseded) {
                entries.remove(i);
                removed++;
            }
        }
        return removed;
    }

    /** Drops what lies before an offset. */
    void truncate(long before) {
        start = Math.max(start, Math.min(before, end));
        entries.subList(0, firstAt(start)).clear();
    }
}
