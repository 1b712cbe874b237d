package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Suppressed;
import io.millrace.streams.kstream.Suppressed.BufferConfig;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.processor.api.ContextualProcessor;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

final class SuppressTests {

    private static DriverProgram program(Suppressed<String> suppressed) {
        return new DriverProgram(
                Cache.OFF,
                builder -> builder.<String, String>table("in")
                        .suppress(suppressed)
                        .toStream()
                        .to("out"));
    }

    @Test
    void onlyTheLastUpdateOfAKeyIsSentWhenTheTimeIsUp() {
        try (DriverProgram program =
                program(Suppressed.untilTimeLimit(Duration.ofMillis(50), BufferConfig.unbounded()))) {
            program.pipe("in", "a", "1", 100);
            program.pipe("in", "a", "2", 120);
            program.pipe("in", "b", "3", 149);
            assertThat(program.read("out")).isEmpty();

            program.pipe("in", "c", "4", 150);

            assertThat(program.read("out")).containsExactly("a=2@120");
        }
    }

    @Test
    void fullBufferSendsTheOldestEarly() {
        try (DriverProgram program =
                program(Suppressed.untilTimeLimit(Duration.ofHours(1), BufferConfig.maxRecords(2)))) {
            program.pipe("in", "a", "1", 30);
            program.pipe("in", "b", "2", 10);
            program.pipe("in", "c", "3", 20);

            assertThat(program.read("out")).containsExactly("b=2@10");
        }
    }

    @Test
    void fullBufferStopsTheApplicationIfItMustNotSendEarly() {
        try (DriverProgram program = program(Suppressed.<String>untilTimeLimit(
                        Duration.ofHours(1), BufferConfig.maxBytes(60).shutDownWhenFull())
                .withName("held"))) {
            program.pipe("in", "a", "1", 1);

            assertThatThrownBy(() -> program.pipe("in", "b", "2", 2))
                    .hasStackTraceContaining("held buffer exceeded its max capacity. Currently "
                            + "[2/9223372036854775807] records and [64/60] bytes.");
        }
    }

    @Test
    void streamFindsNothingOfACountBeforeItIsSent() {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            KStream<String, String> in = builder.stream("in");
            KTable<String, Long> counts = in.groupByKey()
                    .count()
                    .suppress(Suppressed.untilTimeLimit(Duration.ofMillis(40), BufferConfig.unbounded()));
            in.leftJoin(counts, (value, count) -> value + count).to("out");
        })) {
            program.pipe("in", "k", "a", 0);
            program.pipe("in", "k", "b", 10);
            program.pipe("in", "k", "c", 60);

            assertThat(program.read("out")).containsExactly("k=anull@0", "k=bnull@10", "k=c3@60");
        }
    }

    @Test
    void heldChangeIsSentWithTheRecordThatMadeItInHand() {
        List<String> offsets = new ArrayList<>();
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.<String, String>table("in")
                        .suppress(Suppressed.untilTimeLimit(Duration.ofMillis(50), BufferConfig.unbounded()))
                        .toStream()
                        .process(() -> new ContextualProcessor<String, String, Void, Void>() {
                            @Override
                            public void process(Record<String, String> record) {
                                offsets.add(record.key()
                                        + context()
                                                .recordMetadata()
                                                .orElseThrow()
                                                .offset());
                            }
                        }))) {
            program.pipe("in", "a", "1", 100);
            program.pipe("in", "b", "2", 120);
            program.pipe("in", "c", "3", 200);

            assertThat(offsets).containsExactly("a0", "b1");
        }
    }

    @Test
    void finalResultOfAWindowIsSentWhenItCloses() {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.<String, String>stream("in")
                        .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                        .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMillis(10), Duration.ofMillis(5)))
                        .count()
                        .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
                        .toStream((window, count) ->
                                window.key() + window.window().start())
                        .mapValues(count -> count.toString())
                        .to("out"))) {
            program.pipe("in", "a", "x", 1);
            program.pipe("in", "a", "x", 12);
            program.pipe("in", "a", "x", 8);
            assertThat(program.read("out")).isEmpty();

            program.pipe("in", "a", "x", 15);

            assertThat(program.read("out")).containsExactly("a0=2@8");
        }
    }

    @Test
    void joinSeesWhatWasSentAndNotWhatIsHeld() {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            KTable<String, String> held = builder.<String, String>table("in")
                    .suppress(Suppressed.untilTimeLimit(Duration.ofMillis(50), BufferConfig.unbounded()));
            builder.<String, String>table("other")
                    .leftJoin(held, (value, row) -> value + "/" + row)
                    .toStream()
                    .to("out");
        })) {
            program.pipe("in", "a", "1", 100);
            program.pipe("other", "a", "x", 101);
            program.pipe("in", "b", "2", 200);
            program.pipe("in", "a", "3", 201);
            program.pipe("other", "a", "y", 202);

            assertThat(program.read("out")).containsExactly("a=x/null@101", "a=x/1@101", "a=y/1@202");
        }
    }

    @Test
    void joinWithItselfSeesTheValueBeforeTheChangeThatIsSent() {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            KTable<String, String> table = builder.<String, String>table("in")
                    .suppress(Suppressed.untilTimeLimit(Duration.ZERO, BufferConfig.unbounded()));
            table.outerJoin(table, (left, right) -> left + "/" + right)
                    .toStream()
                    .to("out");
        })) {
            program.pipe("in", "a", "1", 10);
            program.pipe("in", "a", "2", 20);

            assertThat(program.read("out")).containsExactly("a=1/null@10", "a=null/1@10", "a=2/1@20", "a=1/2@20");
        }
    }

    @Test
    void storeIsNamedAfterTheOperation() {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, String> table = builder.table("in");
        table.suppress(Suppressed.untilTimeLimit(Duration.ZERO, BufferConfig.unbounded()));
        table.suppress(Suppressed.<String>untilTimeLimit(Duration.ZERO, BufferConfig.unbounded())
                .withName("held"));

        assertThat(builder.build().describe().toString())
                .contains("KTABLE-SUPPRESS-0000000003 (stores: [KTABLE-SUPPRESS-STATE-STORE-0000000004])")
                .contains("held (stores: [held-store])");
    }

    @Test
    void tableWithoutWindowsOrWithVersionsIsRefused() {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, String> versioned = builder.table(
                "in", Materialized.as(Stores.persistentVersionedKeyValueStore("versions", Duration.ofMinutes(1))));

        assertThatThrownBy(() -> versioned.suppress(Suppressed.untilTimeLimit(Duration.ZERO, BufferConfig.unbounded())))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("only supported for non-versioned KTables");
    }
}
