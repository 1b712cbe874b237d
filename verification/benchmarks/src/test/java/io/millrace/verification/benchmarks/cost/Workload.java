package io.millrace.verification.benchmarks.cost;

import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.StreamJoined;
import io.millrace.streams.kstream.TimeWindows;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A topology whose costs are counted. It reads {@code left}, or {@code left} and {@code right} in turn, and writes {@code output}. */
enum Workload {
    COPY(1, true) {
        @Override
        void build(StreamsBuilder builder) {
            left(builder).to("output", TEXTS);
        }
    },
    FILTER_MAP(1, true) {
        @Override
        void build(StreamsBuilder builder) {
            left(builder).filter((key, value) -> true).mapValues(value -> value).to("output", TEXTS);
        }
    },
    COUNT(1, true) {
        @Override
        void build(StreamsBuilder builder) {
            count(builder);
        }
    },
    COUNT_EACH(1, false) {
        @Override
        void build(StreamsBuilder builder) {
            count(builder);
        }
    },
    WINDOWED_COUNT(1, true) {
        @Override
        void build(StreamsBuilder builder) {
            left(builder)
                    .groupByKey()
                    .windowedBy(TimeWindows.ofSizeWithNoGrace(WINDOW))
                    .count(Materialized.as("counts"))
                    .toStream()
                    .map((window, count) -> KeyValue.pair(window.key(), count))
                    .to("output", COUNTS);
        }
    },
    SESSION_COUNT(1, true) {
        @Override
        void build(StreamsBuilder builder) {
            left(builder)
                    .groupByKey()
                    .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(WINDOW))
                    .count(Materialized.as("counts"))
                    .toStream()
                    .map((window, count) -> KeyValue.pair(window.key(), count))
                    .to("output", COUNTS);
        }
    },
    TABLE_JOIN(2, true) {
        @Override
        void build(StreamsBuilder builder) {
            KTable<String, String> rows = builder.table("right", Consumed.with(TEXT, TEXT), Materialized.as("rows"));
            left(builder).join(rows, (value, row) -> row).to("output", TEXTS);
        }
    },
    STREAM_JOIN(2, true) {
        @Override
        void build(StreamsBuilder builder) {
            left(builder)
                    .join(
                            builder.stream("right", Consumed.with(TEXT, TEXT)),
                            (left, right) -> right,
                            JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(20)),
                            StreamJoined.with(TEXT, TEXT, TEXT))
                    .to("output", TEXTS);
        }
    };

    private static final Serde<String> TEXT = Serdes.String();
    private static final Produced<String, String> TEXTS = Produced.with(TEXT, TEXT);
    private static final Produced<String, Long> COUNTS = Produced.with(TEXT, Serdes.Long());
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final int inputs;
    private final boolean cached;

    Workload(int inputs, boolean cached) {
        this.inputs = inputs;
        this.cached = cached;
    }

    abstract void build(StreamsBuilder builder);

    int inputs() {
        return inputs;
    }

    boolean cached() {
        return cached;
    }

    private static KStream<String, String> left(StreamsBuilder builder) {
        return builder.stream("left", Consumed.with(TEXT, TEXT));
    }

    private static void count(StreamsBuilder builder) {
        left(builder).groupByKey().count(Materialized.as("counts")).toStream().to("output", COUNTS);
    }
}
