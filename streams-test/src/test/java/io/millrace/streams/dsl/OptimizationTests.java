package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.TopologyConfig;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.kstream.Branched;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.StreamJoined;
import io.millrace.streams.processor.api.ContextualProcessor;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the rewrites of {@code topology.optimization} make of topologies. The names of topics are those of Kafka Streams. */
class OptimizationTests {

    private static final Produced<String, Long> COUNTS = Produced.with(Serdes.String(), Serdes.Long());
    private static final JoinWindows WITHIN = JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10));

    @Test
    void countsBehindOneChangeOfTheKeyShareTheFirstOnesTopic() {
        Consumer<StreamsBuilder> program = builder -> {
            KStream<String, String> rekeyed = in(builder).selectKey((key, value) -> value);
            rekeyed.filter((key, value) -> true)
                    .groupByKey()
                    .count(Materialized.as("one"))
                    .toStream()
                    .to("out1", COUNTS);
            rekeyed.peek((key, value) -> {})
                    .groupByKey()
                    .count(Materialized.as("two"))
                    .toStream()
                    .to("out2", COUNTS);
        };

        assertThat(topics(program, "none"))
                .containsExactly("one-changelog", "one-repartition", "two-changelog", "two-repartition");
        assertThat(topics(program, "all")).containsExactly("one-changelog", "one-repartition", "two-changelog");
        try (TopologyTestDriver driver = driver(program, "merge.repartition.topics")) {
            pipe(driver, "k", "a");
            pipe(driver, "l", "a");
            assertThat(counts(driver, "out1")).containsExactly("a=1", "a=2");
            assertThat(counts(driver, "out2")).containsExactly("a=1", "a=2");
        }
    }

    @Test
    void aChangeOfTheValueKeepsARepartitionWhereItIs() {
        assertThat(topics(
                        builder -> {
                            KStream<String, String> rekeyed = in(builder).selectKey((key, value) -> value);
                            rekeyed.mapValues(value -> value + "!").groupByKey().count(Materialized.as("one"));
                            rekeyed.groupByKey().count(Materialized.as("two"));
                        },
                        "all"))
                .containsExactly("one-changelog", "one-repartition", "two-changelog", "two-repartition");
    }

    @Test
    void aTopicThatTheUserAskedForIsNotMerged() {
        assertThat(topics(
                        builder -> {
                            KStream<String, String> rekeyed = in(builder).selectKey((key, value) -> value);
                            rekeyed.repartition().to("out");
                            rekeyed.groupByKey().count(Materialized.as("one"));
                            rekeyed.groupByKey(Grouped.as("group")).count(Materialized.as("two"));
                        },
                        "all"))
                .containsExactly(
                        "KSTREAM-REPARTITION-0000000002-repartition",
                        "one-changelog",
                        "one-repartition",
                        "two-changelog");
    }

    @Test
    void whoReadsBesidesTheRepartitionsStillSeesRecordsWithoutAKey() {
        Consumer<StreamsBuilder> program = builder -> {
            KStream<String, String> kept =
                    in(builder).selectKey((key, value) -> key).filter((key, value) -> true);
            kept.to("out");
            kept.groupByKey().count(Materialized.as("one")).toStream().to("out1", COUNTS);
        };

        try (TopologyTestDriver driver = driver(program, "all")) {
            pipe(driver, null, "a");
            pipe(driver, "k", "b");
            assertThat(driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                            .readValuesToList())
                    .containsExactly("a", "b");
            assertThat(counts(driver, "out1")).containsExactly("k=1");
        }
    }

    @Test
    void aLeftJoinThatSharesTheTopicStillSeesRecordsWithoutAKey() {
        Consumer<StreamsBuilder> program = builder -> {
            KTable<String, String> table =
                    builder.table("t", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("table"));
            KStream<String, String> rekeyed = in(builder).selectKey((key, value) -> key);
            rekeyed.groupByKey().count(Materialized.as("one")).toStream().to("out1", COUNTS);
            rekeyed.leftJoin(table, (value, row) -> value + "+" + row, Joined.as("join"))
                    .to("out");
        };

        assertThat(topics(program, "all")).containsExactly("one-changelog", "one-repartition");
        try (TopologyTestDriver driver = driver(program, "all")) {
            pipe(driver, null, "a");
            assertThat(driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                            .readValuesToList())
                    .containsExactly("a+null");
        }
    }

    @Test
    void aRepartitionStaysBehindAMergeBecauseAnyOfItsStreamsMayHaveAnotherKey() {
        Consumer<StreamsBuilder> program = builder -> {
            KStream<String, String> one = in(builder).selectKey((key, value) -> value);
            KStream<String, String> other = in(builder, "in2").selectKey((key, value) -> value);
            one.merge(other)
                    .groupByKey()
                    .count(Materialized.as("both"))
                    .toStream()
                    .to("out1", COUNTS);
            one.groupByKey().count(Materialized.as("first")).toStream().to("out2", COUNTS);
        };

        try (TopologyTestDriver driver = driver(program, "all")) {
            pipe(driver, "k", "a");
            driver.createInputTopic("in2", new StringSerializer(), new StringSerializer())
                    .pipeInput("l", "a");
            assertThat(counts(driver, "out1")).containsExactly("a=1", "a=2");
            assertThat(counts(driver, "out2")).containsExactly("a=1");
        }
    }

    @Test
    void countsBehindAMergeShareATopicIfTheFirstChangeIsOneOfTheKey() {
        Consumer<StreamsBuilder> program = builder -> {
            KStream<String, String> merged = in(builder)
                    .selectKey((key, value) -> value)
                    .merge(in(builder, "in2").mapValues(value -> value + "!"));
            merged.groupByKey().count(Materialized.as("one"));
            merged.groupByKey().count(Materialized.as("two"));
        };

        assertThat(topics(program, "all")).containsExactly("one-changelog", "one-repartition", "two-changelog");
    }

    @Test
    void countsBehindAMergeKeepTheirTopicsIfTheFirstChangeIsOneOfTheValue() {
        Consumer<StreamsBuilder> program = builder -> {
            KStream<String, String> merged = in(builder)
                    .mapValues(value -> value + "!")
                    .merge(in(builder, "in2").selectKey((key, value) -> value));
            merged.groupByKey().count(Materialized.as("one"));
            merged.groupByKey().count(Materialized.as("two"));
        };

        assertThat(topics(program, "all"))
                .containsExactly("one-changelog", "one-repartition", "two-changelog", "two-repartition");
    }

    @Test
    void branchesShareTheTopicInFrontOfTheSplit() {
        Consumer<StreamsBuilder> program = builder -> {
            Map<String, KStream<String, String>> branches = in(builder)
                    .selectKey((key, value) -> value)
                    .split(Named.as("split-"))
                    .branch((key, value) -> value.length() > 1, Branched.as("long"))
                    .defaultBranch(Branched.as("short"));
            branches.get("split-long").groupByKey().count(Materialized.as("one"));
            branches.get("split-short").groupByKey().count(Materialized.as("two"));
        };

        assertThat(topics(program, "all")).contains("one-repartition").doesNotContain("two-repartition");
        try (TopologyTestDriver driver = driver(program, "all")) {
            pipe(driver, "k", "a");
            pipe(driver, "l", "bb");
            assertThat(driver.getKeyValueStore("one").get("bb")).isEqualTo(1L);
            assertThat(driver.getKeyValueStore("two").get("a")).isEqualTo(1L);
        }
    }

    @Test
    void aRepartitionStaysBehindTheMergeOfAStreamWithItself() {
        Consumer<StreamsBuilder> program = builder -> {
            KStream<String, String> rekeyed = in(builder).selectKey((key, value) -> value);
            rekeyed.merge(rekeyed, Named.as("twice")).groupByKey().count(Materialized.as("one"));
        };
        StreamsBuilder builder = new StreamsBuilder();
        program.accept(builder);

        assertThat(builder.build(config("all")).describe().toString()).contains("""
            Processor: one-repartition-filter (stores: [])
                  --> one-repartition-sink
                  <-- twice
            """);
    }

    @Test
    void whatComesFromOnePlaceOnlySharesTheTopicOfThatPlaceBehindAMerge() {
        Consumer<StreamsBuilder> program = builder -> {
            KStream<String, String> rekeyed = in(builder).selectKey((key, value) -> value);
            KStream<String, String> twice =
                    rekeyed.merge(rekeyed.filter((key, value) -> true, Named.as("kept")), Named.as("twice"));
            rekeyed.groupByKey().count(Materialized.as("one")).toStream().to("out1", COUNTS);
            twice.groupByKey().count(Materialized.as("two")).toStream().to("out2", COUNTS);
        };

        assertThat(topics(program, "all")).containsExactly("one-changelog", "one-repartition", "two-changelog");
        assertThat(description(program)).contains("      <-- kept, one-repartition-source\n");
        try (TopologyTestDriver driver = driver(program, "all")) {
            pipe(driver, "k", "a");
            assertThat(counts(driver, "out1")).containsExactly("a=1");
            assertThat(counts(driver, "out2")).containsExactly("a=2");
        }
    }

    @Test
    void whatIsMergedWithAJoinOfTheSameStreamSharesTheTopicOfTheJoin() {
        Consumer<StreamsBuilder> program = builder -> {
            KStream<String, String> rekeyed = in(builder).selectKey((key, value) -> value);
            KStream<String, String> joined = rekeyed.join(
                            rekeyed, (one, other) -> one + other, WITHIN, StreamJoined.as("join"))
                    .mapValues(value -> value + "!");
            rekeyed.merge(joined, Named.as("merged"))
                    .groupByKey()
                    .count(Materialized.as("one"))
                    .toStream()
                    .to("out1", COUNTS);
        };

        assertThat(topics(program, "all"))
                .containsExactly(
                        "KSTREAM-KEY-SELECT-0000000001-repartition", "join-this-join-store-changelog", "one-changelog");
        try (TopologyTestDriver driver = driver(program, "all")) {
            pipe(driver, "k", "a");
            assertThat(counts(driver, "out1")).containsExactly("a=2");
        }
    }

    @Test
    void whatIsMergedWithAJoinOfOtherStreamsHasATopicOfItsOwn() {
        Consumer<StreamsBuilder> program = builder -> {
            KStream<String, String> rekeyed = in(builder).selectKey((key, value) -> value);
            KStream<String, String> other = in(builder, "in2").selectKey((key, value) -> value);
            rekeyed.groupByKey().count(Materialized.as("one"));
            rekeyed.merge(other.join(other, (one, same) -> one, WITHIN, StreamJoined.as("join")), Named.as("merged"))
                    .groupByKey()
                    .count(Materialized.as("two"));
        };

        assertThat(topics(program, "all"))
                .containsExactly("one-changelog", "one-repartition", "two-changelog", "two-repartition");
    }

    @Test
    void eachStreamOfACogroupSharesTheTopicBehindItsOwnChangeOfTheKey() {
        Consumer<StreamsBuilder> program = builder -> {
            KStream<String, String> once = in(builder).selectKey((key, value) -> value);
            KStream<String, String> twice = once.selectKey((key, value) -> key + key);
            twice.groupByKey().count(Materialized.as("one")).toStream().to("out1", COUNTS);
            twice.groupByKey()
                    .<Long>cogroup((key, value, count) -> count + 1)
                    .cogroup(once.groupByKey(), (key, value, count) -> count + 10)
                    .aggregate(
                            () -> 0L,
                            Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("two")
                                    .withValueSerde(Serdes.Long()))
                    .toStream()
                    .to("out2", COUNTS);
        };

        assertThat(topics(program, "all"))
                .containsExactly("one-changelog", "one-repartition", "two-changelog", "two-repartition");
        try (TopologyTestDriver driver = driver(program, "all")) {
            pipe(driver, "k", "a");
            assertThat(counts(driver, "out1")).containsExactly("aa=1");
            assertThat(counts(driver, "out2")).containsExactlyInAnyOrder("a=10", "aa=1");
        }
    }

    @Test
    void aSharedSourceIsTheLastPredecessorOfAMerge() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in", Consumed.as("first")).to("out1");
        KStream<String, String> second = builder.stream("in", Consumed.as("second"));
        second.merge(second.filter((key, value) -> true, Named.as("kept")), Named.as("merged"))
                .to("out2");

        assertThat(builder.build(config("none")).describe().toString()).contains("      <-- kept, first\n");
    }

    @Test
    void aSourceThatIsKeptStaysWhereItIsAmongThePredecessorsThoughAnotherHasItsName() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> first = builder.stream("in", Consumed.as("source"));
        builder.<String, String>stream("in", Consumed.as("source")).to("out1");
        first.merge(first.filter((key, value) -> true, Named.as("kept")), Named.as("merged"))
                .to("out2");

        assertThat(builder.build(config("none")).describe().toString()).contains("      <-- source, kept\n");
    }

    @Test
    void aRepartitionStaysBehindAProcessorThatMayChangeTheKey() {
        Consumer<StreamsBuilder> program = builder -> {
            KStream<String, String> rekeyed = in(builder).selectKey((key, value) -> value);
            rekeyed.process(Doubling::new)
                    .groupByKey()
                    .count(Materialized.as("one"))
                    .toStream()
                    .to("out1", COUNTS);
            rekeyed.groupByKey().count(Materialized.as("two"));
        };

        assertThat(topics(program, "all"))
                .containsExactly("one-changelog", "one-repartition", "two-changelog", "two-repartition");
    }

    @Test
    void repartitionsMergeBehindAProcessorIfItIsKnownToChangeTheKey() {
        Properties config = config("all");
        config.put(TopologyConfig.InternalConfig.ENABLE_PROCESS_PROCESSVALUE_FIX, true);
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
        KStream<String, String> processed = in(builder).process(Doubling::new);
        processed.groupByKey().count(Materialized.as("one"));
        processed.groupByKey().count(Materialized.as("two"));

        assertThat(builder.build(config).describe().toString())
                .contains("one-repartition")
                .doesNotContain("two-repartition");
    }

    @Test
    void aTableIsRestoredFromItsTopicAndHasNoChangelog() {
        Consumer<StreamsBuilder> program = builder ->
                builder.table("in", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("table"));

        assertThat(topics(program, "none")).containsExactly("table-changelog");
        assertThat(topics(program, "merge.repartition.topics")).containsExactly("table-changelog");
        assertThat(topics(program, "reuse.ktable.source.topics")).isEmpty();
        assertThat(topics(program, "all")).isEmpty();
    }

    private static KStream<String, String> in(StreamsBuilder builder) {
        return in(builder, "in");
    }

    private static KStream<String, String> in(StreamsBuilder builder, String topic) {
        return builder.stream(topic, Consumed.with(Serdes.String(), Serdes.String()));
    }

    /** The internal topics that the program writes to, without the application id. */
    private static List<String> topics(Consumer<StreamsBuilder> program, String optimization) {
        try (TopologyTestDriver driver = driver(program, optimization)) {
            pipe(driver, "k", "a");
            return new TreeSet<>(driver.producedTopicNames())
                    .stream()
                            .filter(topic -> topic.startsWith("app-"))
                            .map(topic -> topic.substring("app-".length()))
                            .toList();
        }
    }

    private static TopologyTestDriver driver(Consumer<StreamsBuilder> program, String optimization) {
        StreamsBuilder builder = new StreamsBuilder();
        program.accept(builder);
        Properties config = config(optimization);
        return new TopologyTestDriver(builder.build(config), config);
    }

    private static String description(Consumer<StreamsBuilder> program) {
        StreamsBuilder builder = new StreamsBuilder();
        program.accept(builder);
        return builder.build(config("all")).describe().toString();
    }

    private static Properties config(String optimization) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, optimization);
        return config;
    }

    private static void pipe(TopologyTestDriver driver, @Nullable String key, String value) {
        driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                .pipeInput(key, value);
    }

    private static List<String> counts(TopologyTestDriver driver, String topic) {
        return driver
                .createOutputTopic(topic, new StringDeserializer(), new LongDeserializer())
                .readKeyValuesToList()
                .stream()
                .map(pair -> pair.key + "=" + pair.value)
                .toList();
    }

    private static final class Doubling extends ContextualProcessor<String, String, String, String> {

        @Override
        public void process(Record<String, String> record) {
            context().forward(record.withKey(record.key() + record.key()));
        }
    }
}
