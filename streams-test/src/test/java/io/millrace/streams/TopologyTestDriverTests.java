package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.api.ContextualProcessor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.ValueAndTimestamp;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTestDriverTests {

    private static final Instant START = Instant.ofEpochMilli(1_000);

    private final List<String> calls = new ArrayList<>();
    private final Properties settings = new Properties();

    TopologyTestDriverTests() {
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    }

    @Test
    void aRepartitionTopicIsReadBack() {
        try (TopologyTestDriver driver = driver(wordCount())) {
            TestOutputTopic<String, Long> counts =
                    driver.createOutputTopic("counts", new StringDeserializer(), new LongDeserializer());

            input(driver, "lines").pipeInput("ignored", "to be or not to be");

            assertThat(counts.readKeyValuesToMap())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("to", 2L, "be", 2L, "or", 1L, "not", 1L));
            assertThat(driver.producedTopicNames())
                    .containsExactlyInAnyOrder("counts", "app-words-repartition", "app-words-store-changelog");
        }
    }

    @Test
    void processorsAreInitialisedInTheOrderInWhichTheyWereAddedWhateverTheirSubtopology() {
        Topology topology = new Topology();
        topology.addSource("first", "first").addSource("second", "second");
        topology.addProcessor("a", () -> new Telling("a"), "second");
        topology.addProcessor("b", () -> new Telling("b"), "first");
        topology.addProcessor("c", () -> new Telling("c"), "second");

        driver(topology).close();

        assertThat(calls).containsExactly("a", "b", "c");
    }

    @Test
    void punctuationsOfOneTimeComeInTheOrderOfKafkaStreamsWhateverTheSubtopology() {
        Topology topology = new Topology();
        topology.addSource("first", "first").addSource("second", "second");
        topology.addProcessor("a", () -> new Punctuated("a"), "second");
        topology.addProcessor("b", () -> new Punctuated("b"), "first");
        topology.addProcessor("c", () -> new Punctuated("c"), "second");

        try (TopologyTestDriver driver = driver(topology)) {
            driver.advanceWallClockTime(Duration.ofMillis(10));
        }

        assertThat(calls).containsExactly("a", "c", "b");
    }

    @Test
    void everyRecordIsCommitted() {
        try (TopologyTestDriver driver = driver(wordCount())) {
            TestInputTopic<String, String> lines = input(driver, "lines");
            TestOutputTopic<String, Long> counts =
                    driver.createOutputTopic("counts", new StringDeserializer(), new LongDeserializer());

            lines.pipeInput("be");
            lines.pipeInput("be");

            assertThat(counts.readKeyValuesToList()).containsExactly(KeyValue.pair("be", 1L), KeyValue.pair("be", 2L));
        }
    }

    @Test
    void storesAreReadWithAndWithoutTimestamps() {
        try (TopologyTestDriver driver = driver(wordCount())) {
            input(driver, "lines").pipeInput("be", "be", 5L);

            assertThat(driver.<String, Long>getKeyValueStore("words-store").get("be"))
                    .isEqualTo(1L);
            assertThat(driver.<String, Long>getTimestampedKeyValueStore("words-store")
                            .get("be"))
                    .isEqualTo(ValueAndTimestamp.make(1L, 5L));
            assertThat(driver.getAllStateStores()).containsOnlyKeys("words-store");
        }
    }

    @Test
    void aFacadeIteratesAndWrites() {
        try (TopologyTestDriver driver = driver(wordCount())) {
            input(driver, "lines").pipeInput("be", "a b c", 5L);
            KeyValueStore<String, Long> store = driver.getKeyValueStore("words-store");

            store.put("d", 7L);
            store.delete("a");

            List<KeyValue<String, Long>> entries = new ArrayList<>();
            try (var iterator = store.range("b", null)) {
                iterator.forEachRemaining(entries::add);
            }
            assertThat(entries).containsExactly(KeyValue.pair("b", 1L), KeyValue.pair("c", 1L), KeyValue.pair("d", 7L));
            assertThat(driver.<String, Long>getTimestampedKeyValueStore("words-store")
                            .get("d"))
                    .isEqualTo(ValueAndTimestamp.make(7L, START.toEpochMilli()));
        }
    }

    @Test
    void aWindowStoreIsReadWithAndWithoutTimestamps() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("lines")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .count(Materialized.as("windows"));
        try (TopologyTestDriver driver = driver(builder.build())) {
            input(driver, "lines").pipeInput("be", "x", 5L);

            assertThat(driver.<String, Long>getWindowStore("windows").fetch("be", 0L))
                    .isEqualTo(1L);
            assertThat(driver.<String, Long>getTimestampedWindowStore("windows").fetch("be", 0L))
                    .isEqualTo(ValueAndTimestamp.make(1L, 5L));
            assertThat(driver.<String, Long>getKeyValueStore("windows")).isNull();
        }
    }

    @Test
    void aStoreOfTheLibraryHasItsOwnGetter() {
        try (TopologyTestDriver driver = driver(wordCount())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> driver.getStateStore("words-store"))
                    .withMessageContainingAll("words-store", "getTimestampedKeyValueStore()");
            assertThat(driver.getStateStore("none")).isNull();
            assertThat(driver.<String, Long>getWindowStore("words-store")).isNull();
        }
    }

    @Test
    void theWallClockMovesWhenTold() {
        Topology topology = new Topology()
                .addSource("source", "in")
                .addProcessor("p", () -> new Punctuating(PunctuationType.WALL_CLOCK_TIME), "source")
                .addSink("sink", "out", "p");
        try (TopologyTestDriver driver = driver(topology)) {
            driver.advanceWallClockTime(Duration.ofMillis(9));
            assertThat(calls).isEmpty();

            driver.advanceWallClockTime(Duration.ofMillis(1));
            driver.advanceWallClockTime(Duration.ofMillis(50));

            assertThat(calls).containsExactly("1010", "1060");
            assertThat(output(driver, "out").readValuesToList()).containsExactly("1010", "1060");
        }
    }

    @Test
    void streamTimeFollowsTheRecords() {
        Topology topology = new Topology()
                .addSource("source", "in")
                .addProcessor("p", () -> new Punctuating(PunctuationType.STREAM_TIME), "source");
        try (TopologyTestDriver driver = driver(topology)) {
            TestInputTopic<String, String> in = input(driver, "in");
            in.pipeInput("a", "1", 100L);
            in.pipeInput("a", "2", 105L);
            in.pipeInput("a", "3", 500L);
            in.pipeInput("a", "4", 105L);

            assertThat(calls).containsExactly("100", "500");
        }
    }

    @Test
    void aPatternReadsWhateverMatches() {
        Topology topology =
                new Topology().addSource("source", Pattern.compile("in-\\d")).addSink("sink", "out", "source");
        try (TopologyTestDriver driver = driver(topology)) {
            input(driver, "in-1").pipeInput("a", "1");
            input(driver, "in-2").pipeInput("a", "2");

            assertThat(output(driver, "out").readValuesToList()).containsExactly("1", "2");
        }
    }

    @Test
    void aNameThatWasMeantAsAPatternIsTold() {
        Topology topology = new Topology().addSource("source", "in-\\d").addSink("sink", "out", "source");
        try (TopologyTestDriver driver = driver(topology)) {
            assertThatExceptionOfType(TopologyException.class)
                    .isThrownBy(() -> input(driver, "in-1").pipeInput("a", "1"))
                    .withMessageContainingAll("in-\\d", "in-1", "regex pattern");
        }
    }

    @Test
    void whatProcessingThrowsThePipeThrows() {
        Topology topology = new Topology().addSource("source", "in").addProcessor("p", Failing::new, "source");
        try (TopologyTestDriver driver = driver(topology)) {
            assertThatExceptionOfType(StreamsException.class)
                    .isThrownBy(() -> input(driver, "in").pipeInput("a", "1"))
                    .withStackTraceContaining("no luck");
        }
    }

    @Test
    void unreadableRecordsGoToTheConfiguredHandler() {
        settings.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        Topology topology = new Topology()
                .addSource("source", new StringDeserializer(), new LongDeserializer(), "in")
                .addSink("sink", "out", new StringSerializer(), new LongSerializer(), "source");
        try (TopologyTestDriver driver = driver(topology)) {
            input(driver, "in").pipeInput("a", "not eight bytes");

            assertThat(output(driver, "out").isEmpty()).isTrue();
        }
    }

    @Test
    void filesOfProcessorsAreDeletedOnClose(@TempDir Path directory) throws Exception {
        settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        Topology topology = new Topology()
                .addSource("source", "in")
                .addProcessor("p", KeepingAFile::new, "source")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore("store"), Serdes.String(), Serdes.String()),
                        "p");

        try (TopologyTestDriver driver = driver(topology)) {
            assertThat(Path.of(calls.get(0))).exists();
        }

        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aClosedDriverProcessesNothing() {
        TopologyTestDriver driver = driver(wordCount());
        TestInputTopic<String, String> lines = input(driver, "lines");
        driver.close();
        driver.close();

        assertThatIllegalStateException().isThrownBy(() -> lines.pipeInput("x")).withMessageContaining("closed");
    }

    @Test
    void settingsMayBeLeftOut() {
        Topology topology = new Topology()
                .addSource("source", new StringDeserializer(), new StringDeserializer(), "in")
                .addSink("sink", "out", new StringSerializer(), new StringSerializer(), "source");
        try (TopologyTestDriver driver = new TopologyTestDriver(topology)) {
            input(driver, "in").pipeInput("a", "1");

            assertThat(output(driver, "out").readValue()).isEqualTo("1");
            assertThat(driver.metrics()).isNotEmpty();
        }
    }

    private static Topology wordCount() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("lines")
                .flatMapValues(line -> List.of(line.split(" ")))
                .groupBy((key, word) -> word, Grouped.as("words"))
                .count(Materialized.as("words-store"))
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private TopologyTestDriver driver(Topology topology) {
        return new TopologyTestDriver(topology, settings, START);
    }

    private static TestInputTopic<String, String> input(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new StringSerializer());
    }

    private static TestOutputTopic<String, String> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new StringDeserializer());
    }

    private final class Punctuating extends ContextualProcessor<String, String, String, String> {

        private final PunctuationType type;

        Punctuating(PunctuationType type) {
            this.type = type;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            context.schedule(Duration.ofMillis(10), type, time -> {
                calls.add(String.valueOf(time));
                context.forward(new Record<>("time", String.valueOf(time), time));
            });
        }

        @Override
        public void process(Record<String, String> record) {}
    }

    private final class Telling extends ContextualProcessor<String, String, String, String> {

        private final String name;

        Telling(String name) {
            this.name = name;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            calls.add(name);
        }

        @Override
        public void process(Record<String, String> record) {}
    }

    private final class Punctuated extends ContextualProcessor<String, String, String, String> {

        private final String name;

        Punctuated(String name) {
            this.name = name;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            context.schedule(Duration.ofMillis(10), PunctuationType.WALL_CLOCK_TIME, timestamp -> calls.add(name));
        }

        @Override
        public void process(Record<String, String> record) {}
    }

    private final class KeepingAFile extends ContextualProcessor<String, String, String, String> {

        @Override
        public void init(ProcessorContext<String, String> context) {
            File file = new File(context.stateDir(), "file");
            try {
                Files.writeString(file.toPath(), "kept");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            calls.add(file.getPath());
        }

        @Override
        public void process(Record<String, String> record) {}
    }

    private static final class Failing extends ContextualProcessor<String, String, String, String> {

        @Override
        public void process(Record<String, String> record) {
            throw new IllegalStateException("no luck");
        }
    }
}
