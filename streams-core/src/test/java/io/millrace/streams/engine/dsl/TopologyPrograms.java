package io.millrace.streams.engine.dsl;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.processor.api.FixedKeyProcessor;
import io.millrace.streams.processor.api.FixedKeyRecord;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.WindowStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Programs of every shape, by the name under which their descriptions are kept. */
final class TopologyPrograms {

    static final Serde<String> S = Serdes.String();
    static final TimeWindows SECONDS = TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(1));

    private TopologyPrograms() {}

    static Map<String, Consumer<StreamsBuilder>> all() {
        Map<String, Consumer<StreamsBuilder>> programs = new LinkedHashMap<>();
        StreamPrograms.addTo(programs);
        AggregationPrograms.addTo(programs);
        TablePrograms.addTo(programs);
        JoinPrograms.addTo(programs);
        return programs;
    }

    static <K, V> Materialized<K, V, KeyValueStore<Bytes, byte[]>> kv(String name) {
        return Materialized.as(name);
    }

    static <K, V> Materialized<K, V, WindowStore<Bytes, byte[]>> win(String name) {
        return Materialized.as(name);
    }

    static final class Nop implements Processor<String, String, String, String> {

        @Override
        public void process(Record<String, String> record) {}
    }

    static final class FNop implements FixedKeyProcessor<String, String, String> {

        @Override
        public void process(FixedKeyRecord<String, String> record) {}
    }
}
