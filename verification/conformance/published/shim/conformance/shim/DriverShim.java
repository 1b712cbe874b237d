package conformance.shim;

import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.test.TestRecord;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Stands in for package-private methods of the test driver, by the public methods that do the same. */
public final class DriverShim {
    private DriverShim() {}

    public static <K, V> void pipeRecord(
            final TopologyTestDriver d,
            final String topic,
            final TestRecord<K, V> r,
            final Serializer<K> ks,
            final Serializer<V> vs,
            final Instant time) {
        final Instant at = time != null ? time : r.getRecordTime();
        if (at == null) throw new IllegalStateException("a time is needed");
        d.createInputTopic(topic, ks, vs).pipeInput(new TestRecord<>(r.key(), r.value(), r.headers(), at));
    }

    public static ProducerRecord<byte[], byte[]> readRecord(final TopologyTestDriver d, final String topic) {
        final var out = d.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        if (out.isEmpty()) return null;
        final TestRecord<byte[], byte[]> r = out.readRecord();
        return new ProducerRecord<>(topic, null, r.timestamp(), r.key(), r.value(), r.headers());
    }

    public static <K, V> TestRecord<K, V> readRecord(
            final TopologyTestDriver d, final String topic, final Deserializer<K> kd, final Deserializer<V> vd) {
        return d.createOutputTopic(topic, kd, vd).readRecord();
    }

    public static boolean isEmpty(final TopologyTestDriver d, final String topic) {
        return d.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .isEmpty();
    }

    public static long queueSize(final TopologyTestDriver d, final String topic) {
        return d.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .getQueueSize();
    }
}
