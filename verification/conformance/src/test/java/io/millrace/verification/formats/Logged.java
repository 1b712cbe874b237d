package io.millrace.verification.formats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Bytes;

/** A record of a topic, byte for byte. */
record Logged(int partition, Bytes key, Bytes value, long timestamp, String headers) {

    static Logged of(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder headers = new StringBuilder();
        for (Header header : record.headers()) {
            headers.append(header.key())
                    .append('=')
                    .append(Bytes.wrap(header.value()))
                    .append(';');
        }
        return new Logged(
                record.partition(),
                Bytes.wrap(record.key()),
                Bytes.wrap(record.value()),
                record.timestamp(),
                headers.toString());
    }

    Logged withKey(Bytes other) {
        return new Logged(partition, other, value, timestamp, headers);
    }

    Logged withoutTimestamp() {
        return new Logged(partition, key, value, 0, headers);
    }

    Logged withoutHeaders() {
        return new Logged(partition, key, value, timestamp, "");
    }

    /** What compaction leaves: the last record of each key, and nothing of those that were deleted. */
    static List<Logged> compacted(List<Logged> records) {
        List<Logged> last = last(records, record -> record.partition + " " + record.key);
        last.removeIf(record -> record.value == null);
        return last;
    }

    /** The last of the records that have the same place. */
    static List<Logged> last(List<Logged> records, Function<Logged, String> place) {
        Map<String, Logged> last = new LinkedHashMap<>();
        for (Logged record : records) {
            last.put(place.apply(record), record);
        }
        return new ArrayList<>(last.values());
    }

    @Override
    public String toString() {
        return partition + " " + key + " = " + value + " @" + timestamp + " {" + headers + "}";
    }
}
