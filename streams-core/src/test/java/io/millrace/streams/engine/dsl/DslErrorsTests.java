package io.millrace.streams.engine.dsl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.AutoOffsetReset;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.WindowStore;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

final class DslErrorsTests {

    private final StreamsBuilder builder = new StreamsBuilder();

    @Test
    void streamsOfOverlappingTopicsAreRefused() {
        builder.stream(List.of("a", "b"));
        builder.stream(List.of("b", "c"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("overlapping")
                .hasMessageContaining("[b, c]");
    }

    @Test
    void streamsOfATopicWithDifferentResetPoliciesAreRefused() {
        builder.stream("a", Consumed.with(AutoOffsetReset.earliest()));
        builder.stream("a", Consumed.with(AutoOffsetReset.latest()));

        assertThatThrownBy(builder::build)
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("different offset reset policies");
    }

    @Test
    void topicReadAsStreamAndTableIsRefused() {
        builder.stream("a");
        builder.table("a");

        assertThatThrownBy(builder::build).isInstanceOf(TopologyException.class).hasMessageContaining("'a'");
    }

    @Test
    void streamOfNoTopicsIsRefused() {
        builder.stream(List.of());

        assertThatThrownBy(builder::build).isInstanceOf(TopologyException.class);
    }

    @Test
    void nodeNameUsedTwiceIsRefused() {
        KStream<String, String> stream = builder.stream("a");
        stream.filter((key, value) -> true, Named.as("same"));
        stream.filter((key, value) -> true, Named.as("same"));

        assertThatThrownBy(builder::build).isInstanceOf(TopologyException.class).hasMessageContaining("'same'");
    }

    @Test
    void storeThatWasNotAddedIsRefused() {
        builder.<String, String>stream("a").process(Ignoring::new, "missing");

        assertThatThrownBy(builder::build).isInstanceOf(TopologyException.class).hasMessageContaining("'missing'");
    }

    @Test
    void supplierOfOneProcessorForAllTasksIsRefusedAtOnce() {
        Ignoring single = new Ignoring();
        KStream<String, String> stream = builder.stream("a");

        assertThatThrownBy(() -> stream.process(() -> single))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("new object each time");
    }

    @Test
    void retentionShorterThanTheWindowsTakeRecordsIsRefused() {
        var windowed = builder.<String, String>stream("a")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMillis(100), Duration.ofMillis(50)));

        assertThatThrownBy(() -> windowed.count(Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("w")
                        .withRetention(Duration.ofMillis(149))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("size=[100], grace=[50], retention=[149]");
    }

    @Test
    void nullArgumentIsNamed() {
        KStream<String, String> stream = builder.stream("a");

        assertThatThrownBy(() -> stream.filter(null)).hasMessage("predicate cannot be null");
        assertThatThrownBy(() -> stream.to((String) null)).hasMessage("topic cannot be null");
        assertThatThrownBy(() -> stream.groupByKey().reduce(null)).hasMessage("reducer can't be null");
        assertThatThrownBy(() -> builder.table(null)).hasMessage("topic can't be null");
    }

    private static final class Ignoring implements Processor<String, String, String, String> {

        @Override
        public void process(Record<String, String> record) {}
    }
}
