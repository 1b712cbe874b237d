package io.millrace.examples.guide;

import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.kstream.SessionWindowedDeserializer;
import io.millrace.streams.kstream.TimeWindowedDeserializer;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.test.TestRecord;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.DoubleDeserializer;
import org.apache.kafka.common.serialization.DoubleSerializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The types of a topic's keys and values, as a transcript has them in brackets: {@code long}, {@code int} or {@code double} for
 * the value, and before it {@code window 10} (with the size in milliseconds) or {@code session} for a windowed key. A windowed
 * key is written {@code a[0,10)}, or {@code a[0,7]} for a session.
 */
record TextFormat(Deserializer<?> keys, Values<?> values) {

    private static final String NULL = "~";

    private static final Map<String, Values<?>> VALUES = Map.of(
            "", new Values<>(new StringSerializer(), new StringDeserializer(), Function.identity()),
            "long", new Values<>(new LongSerializer(), new LongDeserializer(), Long::valueOf),
            "int", new Values<>(new IntegerSerializer(), new IntegerDeserializer(), Integer::valueOf),
            "double", new Values<>(new DoubleSerializer(), new DoubleDeserializer(), Double::valueOf));

    record Values<V>(Serializer<V> serializer, Deserializer<V> deserializer, Function<String, V> parse) {}

    static TextFormat of(String brackets) {
        String words = brackets == null ? "" : brackets;
        Deserializer<?> keys = new StringDeserializer();
        if (words.startsWith("window ")) {
            String size = words.split(" ")[1];
            keys = new TimeWindowedDeserializer<>(new StringDeserializer(), Long.valueOf(size));
            words = words.substring(("window " + size).length()).strip();
        } else if (words.startsWith("session")) {
            keys = new SessionWindowedDeserializer<>(new StringDeserializer());
            words = words.substring("session".length()).strip();
        }
        Values<?> values = VALUES.get(words);
        if (values == null) {
            throw new IllegalArgumentException("Not a type of a transcript: " + words);
        }
        return new TextFormat(keys, values);
    }

    void pipe(TopologyTestDriver driver, String topic, List<TextRecord> records) {
        pipe(driver, topic, records, values);
    }

    private static <V> void pipe(TopologyTestDriver driver, String topic, List<TextRecord> records, Values<V> values) {
        var input = driver.createInputTopic(topic, new StringSerializer(), values.serializer());
        for (TextRecord record : records) {
            String key = record.key().equals(NULL) ? null : record.key();
            V value = record.value().equals(NULL) ? null : values.parse().apply(record.value());
            input.pipeInput(new TestRecord<>(key, value, null, record.timestampMs()));
        }
    }

    List<TextRecord> read(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, keys, values.deserializer()).readRecordsToList().stream()
                .map(record -> new TextRecord(key(record.key()), text(record.value()), record.timestamp()))
                .toList();
    }

    private String key(Object key) {
        if (key instanceof Windowed<?> windowed) {
            String end = keys instanceof SessionWindowedDeserializer ? "]" : ")";
            return windowed.key() + "[" + windowed.window().start() + ","
                    + windowed.window().end() + end;
        }
        return text(key);
    }

    private static String text(Object value) {
        return value == null ? NULL : value.toString();
    }
}
