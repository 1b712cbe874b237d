package io.millrace.verification.formats;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Bytes;

/** What a changelog holds, and what of it is compared: the last record of each key. */
enum Logging {
    ROWS,
    WINDOWS {
        @Override
        long time(Logged record) {
            return ByteBuffer.wrap(record.key().get()).getLong(record.key().get().length - Long.BYTES - Integer.BYTES);
        }
    },
    /** The numbers that tell records of one window apart are arbitrary: what counts is how many there are, and their order. */
    DUPLICATES {
        @Override
        long time(Logged record) {
            return WINDOWS.time(record);
        }

        @Override
        List<Logged> comparable(List<Logged> records) {
            Map<String, Integer> seen = new HashMap<>();
            return Logged.compacted(records).stream()
                    .map(record -> {
                        byte[] key = record.key().get().clone();
                        ByteBuffer number = ByteBuffer.wrap(key, key.length - Integer.BYTES, Integer.BYTES);
                        number.mark().putInt(0).reset();
                        number.putInt(seen.merge(record.partition() + " " + Bytes.wrap(key), 1, Integer::sum));
                        return record.withKey(Bytes.wrap(key));
                    })
                    .toList();
        }
    },
    /** As duplicates; Kafka Streams logs them with the headers of the record. */
    JOIN_SIDE {
        @Override
        long time(Logged record) {
            return WINDOWS.time(record);
        }

        @Override
        List<Logged> comparable(List<Logged> records) {
            return DUPLICATES.comparable(records).stream()
                    .map(Logged::withoutHeaders)
                    .toList();
        }
    },
    SESSIONS {
        @Override
        long time(Logged record) {
            return ByteBuffer.wrap(record.key().get()).getLong(record.key().get().length - 2 * Long.BYTES);
        }
    },
    /** Each version of a key is a record, also if it says that there is no value. */
    VERSIONS {
        @Override
        long time(Logged record) {
            return record.timestamp();
        }

        @Override
        List<Logged> comparable(List<Logged> records) {
            return Logged.last(records, record -> record.partition() + " " + record.key() + " " + record.timestamp());
        }
    },
    /** The times that count are in the values. */
    BUFFER {
        @Override
        List<Logged> comparable(List<Logged> records) {
            return without(records, Logged::withoutTimestamp);
        }
    },
    /** Kafka Streams logs them with the headers of the record. */
    SUBSCRIPTIONS {
        @Override
        List<Logged> comparable(List<Logged> records) {
            return without(records, Logged::withoutHeaders);
        }
    };

    /** The kind of a changelog, which the programs tell by the name of the store. */
    static Logging of(Scenario scenario, String topic) {
        if (topic.contains("SUPPRESS") || topic.contains("with-grace")) {
            return BUFFER;
        }
        if (topic.contains("subscription-store")) {
            return SUBSCRIPTIONS;
        }
        if (topic.contains("versioned")) {
            return VERSIONS;
        }
        if (scenario.program().startsWith("session") || topic.startsWith("session")) {
            return SESSIONS;
        }
        if (topic.contains("-join-store") && !topic.contains("shared")) {
            return JOIN_SIDE;
        }
        if (topic.contains("-duplicates")) {
            return DUPLICATES;
        }
        return scenario.program().startsWith("window") ? WINDOWS : ROWS;
    }

    List<Logged> comparable(List<Logged> records) {
        return Logged.compacted(records);
    }

    /** The time by which a record expires. */
    long time(Logged record) {
        return Long.MAX_VALUE;
    }

    private static List<Logged> without(List<Logged> records, UnaryOperator<Logged> part) {
        return Logged.compacted(records).stream().map(part).toList();
    }
}
