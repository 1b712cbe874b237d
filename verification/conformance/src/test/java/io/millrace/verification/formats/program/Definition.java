package io.millrace.verification.formats.program;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.Topology;
import io.millrace.streams.TopologyConfig;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Produced;
import io.millrace.verification.formats.Application;
import io.millrace.verification.formats.Inputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;

/** What a program consists of: a topology, and the stores of which the contents can be queried. */
final class Definition {

    private final StreamsBuilder builder;
    private final boolean sendsAtCommit;
    private final String input;
    private final String output;
    private final Map<String, Function<KafkaStreams, List<String>>> readings = new LinkedHashMap<>();

    Definition(Properties settings) {
        Map<String, Object> config = new LinkedHashMap<>();
        settings.forEach((name, value) -> config.put((String) name, value));
        builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
        sendsAtCommit = !settings.getProperty(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG)
                .equals("0");
        input = settings.getProperty(Application.INPUT);
        output = settings.getProperty(Application.OUTPUT);
    }

    StreamsBuilder builder() {
        return builder;
    }

    /** Whether results go out at commits, which come when they come: then the times between do not count. */
    boolean sendsAtCommit() {
        return sendsAtCommit;
    }

    String input() {
        return input;
    }

    KStream<String, String> stream() {
        return builder.stream(input, consumed());
    }

    /** Some records have no time of their own and take that of their partition, the first after a move among them. */
    static Consumed<String, String> consumed() {
        return Consumed.with(Serdes.String(), Serdes.String())
                .withTimestampExtractor(
                        (record, partitionTimeMs) -> Inputs.isTimeless((String) record.value()) && partitionTimeMs >= 0
                                ? partitionTimeMs
                                : record.timestamp());
    }

    /** Sends a stream to the output; the label comes before each key. */
    void send(String label, KStream<?, ?> stream) {
        stream.map((key, value) -> KeyValue.pair(label + " " + key, value == null ? null : value.toString()))
                .to(output, Produced.with(Serdes.String(), Serdes.String()));
    }

    void send(String label, KTable<?, ?> table) {
        send(label, table.toStream());
    }

    /** Tells how to read a store from outside. */
    void read(String store, Function<KafkaStreams, List<String>> reading) {
        readings.put(store, reading);
    }

    Topology topology(Properties settings) {
        return builder.build(settings);
    }

    Map<String, Function<KafkaStreams, List<String>>> readings() {
        return readings;
    }
}
