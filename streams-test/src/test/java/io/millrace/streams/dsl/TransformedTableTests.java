package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.ValueTransformerWithKey;
import io.millrace.streams.processor.ProcessorContext;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TransformedTableTests {

    @ParameterizedTest
    @EnumSource(Cache.class)
    void transformerIsAskedAboutRemovalsAndUsesItsStore(Cache cache) {
        try (DriverProgram program = new DriverProgram(cache, builder -> {
            builder.addStateStore(Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("counts"), Serdes.String(), Serdes.Long()));
            builder.<String, String>table("in")
                    .transformValues(Counting::new, Materialized.as("kept"), Named.as("counting"), "counts")
                    .toStream()
                    .to("out");
        })) {
            program.pipe("in", "a", "x", 1);
            program.pipe("in", "a", "y", 2);
            program.pipe("in", "a", null, 3);

            assertThat(program.read("out")).containsExactly("a=x1@1", "a=y2@2", "a=null3@3");
        }
    }

    @Test
    void streamIsJoinedWithWhatTheVersionOfItsTimeBecomes() {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            KTable<String, String> shouting = builder.<String, String>table(
                            "in",
                            Materialized.as(Stores.persistentVersionedKeyValueStore("rows", Duration.ofSeconds(1))))
                    .transformValues(Shouting::new);
            builder.<String, String>stream("other")
                    .join(shouting, (value, row) -> value + "/" + row)
                    .to("out");
        })) {
            program.pipe("in", "a", "x", 10);
            program.pipe("in", "a", "y", 20);
            program.pipe("other", "a", "o", 15);

            assertThat(program.read("out")).containsExactly("a=o/x!10@15");
        }
    }

    @Test
    void valuesOfATableThatIsNotKeptAreComputedWhereTheyAreLookedUp() {
        try (DriverProgram program = new DriverProgram(Cache.ON, builder -> {
            KTable<String, String> shouting =
                    builder.<String, String>table("in").transformValues(Shouting::new);
            builder.<String, String>table("other")
                    .join(shouting, (value, row) -> value + "/" + row)
                    .toStream()
                    .to("out");
        })) {
            program.pipe("in", "a", "x", 7);
            program.pipe("other", "a", "o", 3);

            assertThat(program.read("out")).containsExactly("a=o/x!7@7");
        }
    }

    @Test
    void transformerSeesTheRecordOfItsRowOnly() {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            KTable<String, String> placed = builder.<String, String>table("in").transformValues(Placing::new);
            placed.toStream().to("placed");
            builder.<String, String>table("other")
                    .join(placed, (value, row) -> value + "/" + row)
                    .toStream()
                    .to("out");
        })) {
            program.pipe("in", "a", "x", 7);
            program.pipe("other", "a", "o", 3);

            assertThat(program.read("placed")).containsExactly("a=x in-0@0 at 7@7");
            assertThat(program.read("out")).containsExactly("a=o/x null--1@-1 at 7@7");
        }
    }

    @Test
    void tableMadeOfAVersionedOneWithoutAStoreAskedForByNameCountsLateChanges() {
        assertThat(joinedWithItself(rows -> rows.transformValues(Passing::new)))
                .containsExactly("a=new/new@1510", "a=new/new@1510");
        assertThat(joinedWithItself(rows -> rows.transformValues(Passing::new, STRINGS)))
                .containsExactly("a=new/new@1510", "a=new/new@1510", "a=old/new@1510", "a=new/old@1510");
        assertThat(joinedWithItself(rows -> rows.mapValues(value -> value, STRINGS)))
                .containsExactly("a=new/new@1510", "a=new/new@1510", "a=old/new@1510", "a=new/old@1510");
        assertThat(joinedWithItself(rows -> rows.filter((key, value) -> true, STRINGS)))
                .containsExactly("a=new/new@1510", "a=new/new@1510", "a=old/new@1510", "a=new/old@1510");
    }

    private static final Materialized<String, String, KeyValueStore<Bytes, byte[]>> STRINGS =
            Materialized.with(Serdes.String(), Serdes.String());

    private static List<String> joinedWithItself(UnaryOperator<KTable<String, String>> made) {
        try (DriverProgram program = new DriverProgram(Cache.OFF, builder -> {
            KTable<String, String> rows = made.apply(builder.table(
                    "in", Materialized.as(Stores.persistentVersionedKeyValueStore("rows", Duration.ofSeconds(1)))));
            rows.join(rows, (one, other) -> one + "/" + other).toStream().to("out");
        })) {
            program.pipe("in", "a", "new", 1510);
            program.pipe("in", "a", "old", 1398);
            return program.read("out");
        }
    }

    @Test
    void transformerCannotForward() {
        try (DriverProgram program = new DriverProgram(
                Cache.OFF,
                builder -> builder.<String, String>table("in")
                        .transformValues(Forwarding::new)
                        .toStream()
                        .to("out"))) {
            assertThatThrownBy(() -> program.pipe("in", "a", "x", 1))
                    .hasStackTraceContaining("cannot be called from a transformer of values");
        }
    }

    private static class Shouting implements ValueTransformerWithKey<String, String, String> {

        private @Nullable ProcessorContext context;

        @Override
        public void init(ProcessorContext given) {
            context = given;
        }

        final ProcessorContext context() {
            assertThat(context).isNotNull();
            return context;
        }

        @Override
        public String transform(String key, String value) {
            return value + "!" + context().timestamp();
        }

        @Override
        public void close() {}
    }

    private static final class Passing extends Shouting {

        @Override
        public String transform(String key, String value) {
            return value;
        }
    }

    private static final class Placing extends Shouting {

        @Override
        public String transform(String key, String value) {
            ProcessorContext row = context();
            return value + " " + row.topic() + "-" + row.partition() + "@" + row.offset() + " at " + row.timestamp();
        }
    }

    private static final class Counting extends Shouting {

        @Override
        public String transform(String key, String value) {
            KeyValueStore<String, Long> counts = context().getStateStore("counts");
            Long before = counts.get(key);
            long count = before == null ? 1 : before + 1;
            counts.put(key, count);
            return value + count;
        }
    }

    private static final class Forwarding extends Shouting {

        @Override
        public String transform(String key, String value) {
            context().forward(key, value);
            return value;
        }
    }
}
