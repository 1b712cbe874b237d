package io.millrace.streams.engine.state.view;

import io.millrace.streams.KeyValue;
import io.millrace.streams.engine.state.JoinProgress;
import io.millrace.streams.engine.state.UnjoinedStore;
import io.millrace.streams.engine.state.layout.UnjoinedKey;
import io.millrace.streams.engine.state.layout.UnjoinedValues;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.state.KeyValueIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Keeps the records of a join that wait for a match, in a key-value store of bytes. Owned by the thread of its task. */
final class UnjoinedView<K> implements UnjoinedStore<K> {

    private final KeyValueView<byte[], byte[]> rows;
    private final JoinSerdes<K> given;
    private final JoinProgress progress = new JoinProgress();

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private StoreSerdes<K, Object> left;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private StoreSerdes<K, Object> right;

    UnjoinedView(KeyValueView<byte[], byte[]> rows, JoinSerdes<K> given) {
        this.rows = rows;
        this.given = given;
    }

    /** Serdes of the two streams; null for the default. */
    record JoinSerdes<K>(
            @Nullable Serde<K> key,
            @Nullable Serde<?> left,
            @Nullable Serde<?> right) {}

    @Override
    public String name() {
        return rows.name();
    }

    @Override
    @SuppressWarnings("unchecked") // The values of a side are of the type its serde is for.
    public void init(StateStoreContext context, StateStore root) {
        rows.init(context, root);
        String topic = rows.opened().serdes().topic();
        left = StoreSerdes.of(name(), topic, given.key(), (Serde<Object>) given.left(), context);
        right = StoreSerdes.of(name(), topic, given.key(), (Serde<Object>) given.right(), context);
    }

    @Override
    public boolean persistent() {
        return rows.persistent();
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        rows.commit(changelogOffsets);
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        return rows.committedOffset(partition);
    }

    @Override
    public boolean isOpen() {
        return rows.isOpen();
    }

    @Override
    public void close() {
        rows.close();
    }

    @Override
    public void add(Side side, K key, Object value, long timestampMs) {
        byte[] stored = UnjoinedKey.of(timestampMs, side == Side.LEFT, left.keyBytes(key));
        byte[] valueBytes = serdes(side).valueBytes(value);
        rows.put(stored, UnjoinedValues.append(rows.get(stored), side == Side.LEFT, valueBytes));
    }

    @Override
    public void remove(Side side, K key, long timestampMs) {
        byte[] stored = UnjoinedKey.of(timestampMs, side == Side.LEFT, left.keyBytes(key));
        // Most matches were found before, and a removal costs a record of the changelog.
        if (rows.get(stored) != null) {
            rows.put(stored, null);
        }
    }

    @Override
    public Cursor<K> scan() {
        return new Rows(rows.all());
    }

    @Override
    public JoinProgress progress() {
        return progress;
    }

    private StoreSerdes<K, Object> serdes(Side side) {
        return side == Side.LEFT ? left : right;
    }

    private final class Rows implements Cursor<K> {

        private final KeyValueIterator<byte[], byte[]> iterator;
        private @Nullable KeyValue<byte[], byte[]> row;

        Rows(KeyValueIterator<byte[], byte[]> iterator) {
            this.iterator = iterator;
            advance();
        }

        @Override
        public boolean isValid() {
            return row != null;
        }

        @Override
        public long timestampMs() {
            return UnjoinedKey.timestampMs(row().key);
        }

        @Override
        public Side side() {
            return UnjoinedKey.isLeft(row().key) ? Side.LEFT : Side.RIGHT;
        }

        @Override
        public K key() {
            return left.key(UnjoinedKey.key(row().key));
        }

        @Override
        public List<Object> values() {
            List<byte[]> stored = UnjoinedValues.values(row().value);
            StoreSerdes<K, Object> serdes = serdes(side());
            List<Object> values = new ArrayList<>(stored.size());
            for (byte[] value : stored) {
                values.add(serdes.value(value));
            }
            return values;
        }

        @Override
        public void advance() {
            row = iterator.hasNext() ? iterator.next() : null;
        }

        @Override
        public void close() {
            iterator.close();
        }

        private KeyValue<byte[], byte[]> row() {
            if (row == null) {
                throw new IllegalStateException("Cursor of store '" + name() + "' is past its last entry.");
            }
            return row;
        }
    }
}
