package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.TopologyConfig;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Repartitioned;
import io.millrace.streams.state.KeyValueStore;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** Which topologies are refused if the names of internal topics and stores have to be given; the messages are Kafka Streams'. */
class ExplicitNamingTests {

    @Test
    void aStoreAndItsTopicsThatAreNotNamedAreListed() {
        refused(
                builder -> builder.<String, String>stream("in")
                        .groupBy((key, value) -> value)
                        .count(),
                """
                Invalid topology: \
                Following changelog topic(s) has not been named: KSTREAM-AGGREGATE-STATE-STORE-0000000002-changelog
                Following state store(s) has not been named: KSTREAM-AGGREGATE-STATE-STORE-0000000002
                Following repartition topic(s) has not been named: KSTREAM-AGGREGATE-STATE-STORE-0000000002-repartition
                """);
    }

    @Test
    void aStoreWithoutAChangelogNeedsANameToo() {
        refused(
                builder -> builder.<String, String>stream("in")
                        .groupBy((key, value) -> value, Grouped.as("grouping"))
                        .count(Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>with(null, null)
                                .withLoggingDisabled()),
                """
                Invalid topology: \
                Following state store(s) has not been named: KSTREAM-AGGREGATE-STATE-STORE-0000000003
                """);
    }

    @Test
    void theNameOfANodeIsNoNameForTheTopicOfAJoinBehindIt() {
        refused(
                builder -> {
                    KTable<String, String> table = builder.table("t", Materialized.as("table"));
                    builder.<String, String>stream("in")
                            .selectKey((key, value) -> value, Named.as("selected"))
                            .join(table, (value, row) -> row);
                },
                """
                Invalid topology: \
                Following repartition topic(s) has not been named: selected-repartition
                """);
    }

    @Test
    void aRepartitionNeedsAName() {
        refused(builder -> builder.stream("in").repartition().to("out"), """
            Invalid topology: \
            Following repartition topic(s) has not been named: KSTREAM-REPARTITION-0000000001-repartition
            """);
    }

    @Test
    void aGlobalTableNeedsAName() {
        refused(builder -> builder.globalTable("g"), """
            Invalid topology: \
            Following state store(s) has not been named: g-STATE-STORE-0000000000
            """);
    }

    @Test
    void namedThingsAreAccepted() {
        accepted(builder -> {
            KTable<String, String> table = builder.table("t", Materialized.as("table"));
            builder.<String, String>stream("in")
                    .map(KeyValue::pair)
                    .join(table, (value, row) -> row, Joined.as("join"))
                    .selectKey((key, value) -> value)
                    .groupByKey(Grouped.as("grouping"))
                    .count(Materialized.as("counts"))
                    .toStream()
                    .repartition(Repartitioned.as("spread"))
                    .to("out");
        });
    }

    @Test
    void whatIsNotKeptNeedsNoName() {
        accepted(builder -> builder.<String, String>table("t")
                .mapValues(value -> value)
                .toStream()
                .to("out"));
    }

    private static void refused(Consumer<StreamsBuilder> program, String message) {
        StreamsBuilder builder = strict();
        program.accept(builder);

        assertThatThrownBy(builder::build).isInstanceOf(TopologyException.class).hasMessage(message);
    }

    private static void accepted(Consumer<StreamsBuilder> program) {
        StreamsBuilder builder = strict();
        program.accept(builder);

        assertThatCode(builder::build).doesNotThrowAnyException();
    }

    private static StreamsBuilder strict() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
    }
}
