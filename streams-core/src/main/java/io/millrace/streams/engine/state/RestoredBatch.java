package io.millrace.streams.engine.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Changelog records on their way into a store: the last of each key, in the order of the keys as they are stored. */
final class RestoredBatch {

    private static final Comparator<Row> BY_KEY = (left, right) -> {
        int order = Long.compareUnsigned(left.prefix, right.prefix);
        return order == 0 ? Arrays.compareUnsigned(left.key, right.key) : order;
    };

    private final List<Row> rows;
    private int common = Integer.MAX_VALUE;

    RestoredBatch(int records) {
        rows = new ArrayList<>(records);
    }

    /** Adds the record that comes after those before. */
    void add(byte[] storedKey, ConsumerRecord<byte[], byte[]> record) {
        common = KeyPrefix.common(rows.isEmpty() ? storedKey : rows.get(0).key, storedKey, common);
        rows.add(new Row(storedKey, record));
    }

    /** The last record of each key, by key. */
    List<Row> lastPerKey() {
        for (Row row : rows) {
            row.prefix = KeyPrefix.at(row.key, common);
        }
        rows.sort(BY_KEY); // Records of one key stay in their order.
        List<Row> last = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (i + 1 == rows.size() || !Arrays.equals(row.key, rows.get(i + 1).key)) {
                last.add(row);
            }
        }
        return last;
    }

    /** The same as a map. */
    static NavigableMap<byte[], Row> byKey(List<Row> rows) {
        NavigableMap<byte[], Row> map = new TreeMap<>(Arrays::compareUnsigned);
        rows.forEach(row -> map.put(row.key, row));
        return map;
    }

    /** A record and its key as it is stored. */
    static final class Row {

        final byte[] key;
        final ConsumerRecord<byte[], byte[]> record;
        private long prefix;

        private Row(byte[] key, ConsumerRecord<byte[], byte[]> record) {
            this.key = key;
            this.record = record;
        }
    }
}
