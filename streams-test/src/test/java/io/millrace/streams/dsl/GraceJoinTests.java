package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.ValueJoiner;
import io.millrace.streams.processor.api.ContextualProcessor;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.processor.api.RecordMetadata;
import io.millrace.streams.state.Stores;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Joins of a stream with a table whose late changes it waits for; the expected results are those of Kafka Streams. */
class GraceJoinTests {

    private static final ValueJoiner<String, String, String> JOINER = (value, row) -> value + "+" + row;

    private enum Kind {
        INNER,
        LEFT
    }

    @Test
    void recordsWaitUntilStreamTimeHasPassedThemByTheGracePeriod() {
        try (DriverProgram program = program(Kind.INNER, 10)) {
            program.pipe("t", "a", "r1", 100);
            program.pipe("s", "a", "s1", 100);
            program.pipe("s", "a", "s2", 105);
            program.pipe("t", "a", "r2", 103);
            assertThat(program.read("o")).isEmpty();

            program.pipe("s", "a", "s3", 110);
            assertThat(program.read("o")).containsExactly("a=s1+r1@100");
            program.pipe("s", "b", "s4", 120);

            assertThat(program.read("o")).containsExactly("a=s2+r2@105", "a=s3+r2@110");
        }
    }

    @Test
    void recordsOfTheTableDoNotAdvanceTheTimeThatIsWaitedFor() {
        try (DriverProgram program = program(Kind.LEFT, 10)) {
            program.pipe("s", "a", "s1", 100);
            program.pipe("t", "q", "r", 500);
            program.pipe("s", "b", "s2", 105);

            assertThat(program.read("o")).isEmpty();
        }
    }

    @Test
    void recordsThatAreLaterThanTheGracePeriodAreJoinedAtOnce() {
        try (DriverProgram program = program(Kind.LEFT, 10)) {
            program.pipe("t", "a", "r1", 90);
            program.pipe("s", "a", "s1", 100);
            program.pipe("s", "a", "s2", 91);
            assertThat(program.read("o")).isEmpty();

            program.pipe("s", "a", "s3", 90);
            program.pipe("s", "a", "s4", 89);

            assertThat(program.read("o")).containsExactly("a=s3+r1@90", "a=s4+null@89");
        }
    }

    @Test
    void recordsComeOutByTimeThenKeyThenInTheOrderTheyCame() {
        try (DriverProgram program = program(Kind.LEFT, 10)) {
            program.pipe("s", "b", "1", 100);
            program.pipe("s", "a", "2", 100);
            program.pipe("s", "a", "3", 100);
            program.pipe("s", "a", "4", 99);

            program.pipe("s", "z", "5", 150);

            assertThat(program.read("o"))
                    .containsExactly("a=4+null@99", "a=2+null@100", "a=3+null@100", "b=1+null@100");
        }
    }

    @Test
    void recordsWithoutValueAreDroppedAndDoNotAdvanceTheTime() {
        try (DriverProgram program = program(Kind.INNER, 10)) {
            program.pipe("t", "a", "r1", 90);
            program.pipe("s", "a", null, 200);
            program.pipe("s", null, "x", 200);
            program.pipe("s", "a", "y", 150);

            assertThat(program.read("o")).isEmpty();
        }
    }

    /** Kafka Streams 4.3 fails on such a record. */
    @Test
    void leftJoinForwardsRecordsWithoutKeyAtOnce() {
        try (DriverProgram program = program(Kind.LEFT, 10)) {
            program.pipe("s", null, "x", 200);
            program.pipe("s", "a", "y", 150);

            assertThat(program.read("o")).containsExactly("null=x+null@200");
        }
    }

    @Test
    void waitingRecordsAreLoggedByTimeKeyAndNumber() {
        try (DriverProgram program = program(Kind.INNER, 10)) {
            program.pipe("s", "a", "s1", 100);

            var logged = program.driver()
                    .createOutputTopic(
                            "app-join-Buffer-changelog", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecord();
            assertThat(logged.key())
                    .isEqualTo(ByteBuffer.allocate(14)
                            .put((byte) 0)
                            .putLong(100)
                            .put((byte) 'a')
                            .putInt(1)
                            .array());
            assertThat(logged.value())
                    .isEqualTo(ByteBuffer.allocate(51)
                            .putLong(100)
                            .putLong(0)
                            .putInt(1)
                            .put((byte) 's')
                            .putInt(0)
                            .putInt(0)
                            .putInt(-1)
                            .putInt(-1)
                            .putInt(2)
                            .put("s1".getBytes(StandardCharsets.UTF_8))
                            .putLong(0)
                            .array());
            assertThat(logged.headers()).isEmpty();
        }
    }

    @Test
    void recordThatWaitedIsForwardedAsReadWhereItWasRead() {
        List<Long> offsets = new ArrayList<>();
        try (DriverProgram program = new DriverProgram(
                Cache.ON,
                builder -> joined(builder, Kind.LEFT, 10).process(() -> new ContextualProcessor<>() {
                    @Override
                    public void process(Record<String, String> record) {
                        offsets.add(context()
                                .recordMetadata()
                                .map(RecordMetadata::offset)
                                .orElse(-1L));
                    }
                }))) {
            program.pipe("s", "a", "1", 100);
            program.pipe("s", "a", "2", 105);
            program.pipe("s", "a", "3", 200);

            assertThat(offsets).containsExactly(0L, 1L);
        }
    }

    @Test
    void tableWithoutVersionsIsRefused() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> stream = builder.stream("s");
        KTable<String, String> table = builder.table("t");
        Joined<String, String, String> joined =
                Joined.<String, String, String>as("join").withGracePeriod(Duration.ofMillis(10));

        assertThatThrownBy(() -> stream.join(table, JOINER, joined))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("KTable must be versioned to use a grace period in a stream table join.");
    }

    @Test
    void graceBeyondTheHistoryOfTheTableIsRefused() {
        StreamsBuilder builder = new StreamsBuilder();
        joined(builder, Kind.INNER, 101);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("History retention must be at least grace period.");
    }

    private static DriverProgram program(Kind kind, long graceMs) {
        return new DriverProgram(
                Cache.ON, builder -> joined(builder, kind, graceMs).to("o"));
    }

    private static KStream<String, String> joined(StreamsBuilder builder, Kind kind, long graceMs) {
        KStream<String, String> stream = builder.stream("s");
        KTable<String, String> table = builder.table(
                "t", Materialized.as(Stores.persistentVersionedKeyValueStore("rows", Duration.ofMillis(100))));
        Joined<String, String, String> joined =
                Joined.<String, String, String>as("join").withGracePeriod(Duration.ofMillis(graceMs));
        return switch (kind) {
            case INNER -> stream.join(table, JOINER, joined);
            case LEFT -> stream.leftJoin(table, JOINER, joined);
        };
    }
}
