package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.GlobalKTable;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.ValueAndTimestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Global tables and stores; the expected results are those of Kafka Streams. */
class GlobalTableTests {

    @Test
    void innerJoinDropsRecordsWithoutAMatchAKeyOrAValue() {
        try (DriverProgram program = new DriverProgram(
                Cache.ON,
                builder -> joined(builder)
                        .join(
                                builder.globalTable("cities", Materialized.as("store")),
                                GlobalTableTests::cityOf,
                                (key, value, city) -> key + ":" + value + "+" + city)
                        .to("out"))) {
            feed(program);

            assertThat(program.read("out")).containsExactly("k=k:x+X@2", "null=null:x+X@5", "k=k:x+X2@9");
        }
    }

    @Test
    void leftJoinDropsRecordsWithoutAValueOnly() {
        try (DriverProgram program = new DriverProgram(
                Cache.ON,
                builder -> joined(builder)
                        .leftJoin(
                                builder.globalTable("cities", Materialized.as("store")),
                                GlobalTableTests::cityOf,
                                (key, value, city) -> key + ":" + value + "+" + city)
                        .to("out"))) {
            feed(program);

            assertThat(program.read("out"))
                    .containsExactly(
                            "k=k:x+null@1",
                            "k=k:x+X@2",
                            "k=k:y+null@3",
                            "null=null:x+X@5",
                            "null=null:y+null@5",
                            "k=k:none+null@6",
                            "null=null:none+null@7",
                            "k=k:x+null@8",
                            "k=k:x+X2@9");
        }
    }

    @Test
    void onlyATopologyWithGlobalStoresShowsTheirMetrics() {
        try (DriverProgram with = new DriverProgram(
                        Cache.ON, builder -> builder.globalTable("cities", Materialized.as("store")));
                DriverProgram without =
                        new DriverProgram(Cache.ON, builder -> joined(builder).to("out"))) {
            assertThat(tasksWithMetrics(with)).contains("-1_-1");
            assertThat(tasksWithMetrics(without)).containsOnly("0_0");
        }
    }

    private static List<String> tasksWithMetrics(DriverProgram program) {
        return program.driver().metrics().keySet().stream()
                .map(metric -> metric.tags().get("task-id"))
                .filter(Objects::nonNull)
                .toList();
    }

    private static KStream<String, String> joined(StreamsBuilder builder) {
        return builder.stream("in");
    }

    private static @Nullable String cityOf(@Nullable String key, String value) {
        return value.equals("none") ? null : value;
    }

    private static void feed(DriverProgram program) {
        program.pipe("in", "k", "x", 1);
        program.pipe("cities", "x", "X", 100);
        program.pipe("in", "k", "x", 2);
        program.pipe("in", "k", "y", 3);
        program.pipe("in", "k", null, 4);
        program.pipe("in", null, "x", 5);
        program.pipe("in", null, "y", 5);
        program.pipe("in", "k", "none", 6);
        program.pipe("in", null, null, 6);
        program.pipe("in", null, "none", 7);
        program.pipe("cities", "x", null, 101);
        program.pipe("in", "k", "x", 8);
        program.pipe("cities", "x", "X2", 50);
        program.pipe("in", "k", "x", 9);
        program.pipe("cities", null, "X3", 50);
    }

    @Test
    void tableCanBeReadFromTheDriver() {
        try (DriverProgram program =
                new DriverProgram(Cache.ON, builder -> builder.globalTable("cities", Materialized.as("store")))) {
            program.pipe("cities", "x", "X", 100);

            assertThat(program.driver().getKeyValueStore("store").get("x")).isEqualTo("X");
            assertThat(program.driver().getTimestampedKeyValueStore("store").get("x"))
                    .isEqualTo(ValueAndTimestamp.make("X", 100));
            assertThat(program.driver().getAllStateStores()).containsOnlyKeys("store");
        }
    }

    @Test
    void whatTheTopologyWritesToTheTopicReachesTheTable() {
        try (DriverProgram program = new DriverProgram(Cache.ON, builder -> {
            builder.stream("in").to("cities");
            GlobalKTable<String, String> cities = builder.globalTable("cities");
            builder.<String, String>stream("ask")
                    .join(cities, (key, value) -> key, (value, city) -> value + city)
                    .to("out");
        })) {
            program.pipe("in", "a", "1", 10);
            program.pipe("ask", "a", "2", 11);

            assertThat(program.read("out")).containsExactly("a=21@11");
            assertThat(program.read("cities")).containsExactly("a=1@10");
        }
    }

    @Test
    void storeNameIsGivenOrGenerated() {
        StreamsBuilder builder = new StreamsBuilder();

        assertThat(builder.globalTable("a").queryableStoreName()).isEqualTo("a-STATE-STORE-0000000000");
        assertThat(builder.globalTable("b", Materialized.as("store")).queryableStoreName())
                .isEqualTo("store");
        assertThat(builder.globalTable("c", Materialized.with(Serdes.String(), Serdes.String()))
                        .queryableStoreName())
                .isEqualTo("c-STATE-STORE-0000000005");
    }

    @Test
    void descriptionNumbersGlobalStoresWithTheSubtopologies() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> in = builder.stream("in");
        GlobalKTable<String, String> cities =
                builder.globalTable("cities", Consumed.<String, String>as("named"), Materialized.as("store"));
        in.leftJoin(cities, (key, value) -> value, (value, city) -> city)
                .join(cities, (key, value) -> value, (value, city) -> city, Named.as("second"))
                .to("out");
        builder.stream("other").to("elsewhere");

        assertThat(builder.build().describe()).hasToString("""
            Topologies:
               Sub-topology: 0
                Source: KSTREAM-SOURCE-0000000000 (topics: [in])
                  --> KSTREAM-LEFTJOIN-0000000003
                Processor: KSTREAM-LEFTJOIN-0000000003 (stores: [])
                  --> second
                  <-- KSTREAM-SOURCE-0000000000
                Processor: second (stores: [])
                  --> KSTREAM-SINK-0000000005
                  <-- KSTREAM-LEFTJOIN-0000000003
                Sink: KSTREAM-SINK-0000000005 (topic: out)
                  <-- second

              Sub-topology: 1 for global store (will not generate tasks)
                Source: named-source (topics: [cities])
                  --> named
                Processor: named (stores: [store])
                  --> none
                  <-- named-source
              Sub-topology: 2
                Source: KSTREAM-SOURCE-0000000006 (topics: [other])
                  --> KSTREAM-SINK-0000000007
                Sink: KSTREAM-SINK-0000000007 (topic: elsewhere)
                  <-- KSTREAM-SOURCE-0000000006

            """);
        assertThat(builder.build().describe().globalStores())
                .singleElement()
                .satisfies(store -> assertThat(store.id()).isEqualTo(1));
    }

    @Test
    void topicsAndStoresCanBeTakenOnce() {
        refused("cities", builder -> {
            builder.globalTable("cities");
            return builder.stream("cities");
        });
        refused("store", builder -> {
            builder.globalTable("a", Materialized.as("store"));
            return builder.globalTable("b", Materialized.as("store"));
        });
        refused("store", builder -> {
            builder.globalTable("a", Materialized.as("store"));
            return builder.addStateStore(store("store"));
        });
        refused("store", builder -> {
            builder.globalTable("a", Materialized.as("store"));
            return builder.<String, String>stream("in").process(() -> new Reading("store", new ArrayList<>()), "store");
        });
        refused(
                "versioned",
                builder -> builder.globalTable(
                        "a", Materialized.as(Stores.persistentVersionedKeyValueStore("v", Duration.ofMinutes(1)))));
    }

    private static void refused(String told, Function<StreamsBuilder, Object> program) {
        StreamsBuilder builder = new StreamsBuilder();
        assertThatThrownBy(() -> {
                    program.apply(builder);
                    builder.build();
                })
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining(told);
    }

    @Test
    void processorThatFillsAStoreMustBeNewEachTime() {
        StreamsBuilder builder = new StreamsBuilder();
        Filling filling = new Filling();
        builder.addGlobalStore(
                store("store"), "cities", Consumed.with(Serdes.String(), Serdes.String()), () -> filling);

        assertThatIllegalArgumentException().isThrownBy(builder::build);
    }

    @Test
    void processorsReadAGlobalStoreWithoutBeingConnected() {
        List<String> seen = new ArrayList<>();
        try (DriverProgram program = new DriverProgram(Cache.ON, builder -> {
            builder.addGlobalStore(
                    store("store"), "cities", Consumed.with(Serdes.String(), Serdes.String()), Filling::new);
            builder.<String, String>stream("in").process(() -> new Reading("store", seen));
        })) {
            program.pipe("cities", "x", "X", 10);
            program.pipe("in", "k", "x", 11);

            assertThat(seen).containsExactly("cities/0 x", "X", "[x, x2]");
        }
    }

    @Test
    void processorsOfTasksCannotWriteToAGlobalStore() {
        try (DriverProgram program = new DriverProgram(Cache.ON, builder -> {
            builder.addGlobalStore(
                    store("store"), "cities", Consumed.with(Serdes.String(), Serdes.String()), Filling::new);
            builder.<String, String>stream("in").process(() -> new Writing("store"));
        })) {
            assertThatThrownBy(() -> program.pipe("in", "k", "x", 11))
                    .isInstanceOf(StreamsException.class)
                    .hasRootCauseInstanceOf(UnsupportedOperationException.class)
                    .hasRootCauseMessage("Global store is read only: 'store' can be changed by the processor that fills"
                            + " it from its topic, and by no other; write to that topic");
        }
    }

    @Test
    void failureOfTheFillingProcessorIsThrownAsItIs() {
        try (DriverProgram program = new DriverProgram(
                Cache.ON,
                builder -> builder.addGlobalStore(
                        store("store"), "cities", Consumed.with(Serdes.String(), Serdes.String()), Filling::new))) {
            assertThatThrownBy(() -> program.pipe("cities", "x", "fail", 11))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("boom");
        }
    }

    @Test
    void fillingProcessorHasNoPunctuationsAndNoStreamTime() {
        try (DriverProgram program = new DriverProgram(
                Cache.ON,
                builder -> builder.addGlobalStore(
                        store("store"), "cities", Consumed.with(Serdes.String(), Serdes.String()), Filling::new))) {
            assertThatThrownBy(() -> program.pipe("cities", "x", "schedule", 11))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("cannot schedule punctuations");
            assertThatThrownBy(() -> program.pipe("cities", "x", "time", 11))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("no stream time");
        }
    }

    private static StoreBuilder<KeyValueStore<String, String>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.String());
    }

    /** Writes each value under its key, and where it came from under a second one. */
    private static final class Filling implements Processor<String, String, Void, Void> {

        private ProcessorContext<Void, Void> context;
        private KeyValueStore<String, String> store;

        @Override
        public void init(ProcessorContext<Void, Void> processorContext) {
            context = processorContext;
            store = context.getStateStore("store");
        }

        @Override
        public void process(Record<String, String> record) {
            switch (record.value()) {
                case "fail" -> throw new IllegalStateException("boom");
                case "schedule" -> context.schedule(Duration.ofMillis(1), PunctuationType.WALL_CLOCK_TIME, now -> {});
                case "time" -> context.currentStreamTimeMs();
                default -> {
                    var origin = context.recordMetadata().orElseThrow();
                    store.put(record.key(), record.value());
                    store.put(record.key() + "2", origin.topic() + "/" + origin.offset() + " " + record.key());
                }
            }
        }
    }

    private static final class Reading implements Processor<String, String, String, String> {

        private final String name;
        private final List<String> seen;
        private KeyValueStore<String, String> store;

        Reading(String name, List<String> seen) {
            this.name = name;
            this.seen = seen;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            store = context.getStateStore(name);
        }

        @Override
        public void process(Record<String, String> record) {
            seen.add(store.get(record.value() + "2"));
            seen.add(store.get(record.value()));
            List<String> keys = new ArrayList<>();
            try (var all = store.all()) {
                while (all.hasNext()) {
                    KeyValue<String, String> entry = all.next();
                    keys.add(entry.key);
                }
            }
            seen.add(keys.toString());
        }
    }

    private static final class Writing implements Processor<String, String, String, String> {

        private final String name;
        private KeyValueStore<String, String> store;

        Writing(String name) {
            this.name = name;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            store = context.getStateStore(name);
        }

        @Override
        public void process(Record<String, String> record) {
            store.put(record.key(), record.value());
        }
    }
}
