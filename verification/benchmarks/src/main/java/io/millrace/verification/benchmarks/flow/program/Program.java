package io.millrace.verification.benchmarks.flow.program;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.StreamJoined;
import io.millrace.streams.kstream.Suppressed;
import io.millrace.streams.kstream.Suppressed.BufferConfig;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.WindowStore;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** What the measured application does. It reads {@code input} and for joins {@code other}, and writes {@code output}. */
public enum Program {
    COPY {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            input(builder, topics).to(topics.output(), strings());
        }
    },
    FILTER_MAP {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            input(builder, topics)
                    .filter((key, value) -> value.charAt(KEY_LENGTH) != 'x')
                    .mapValues(value -> value.substring(0, KEY_LENGTH))
                    .to(topics.output(), strings());
        }
    },
    COUNT {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            input(builder, topics)
                    .groupByKey()
                    .count(Materialized.as("counts"))
                    .toStream()
                    .to(topics.output(), Produced.with(TEXT, Serdes.Long()));
        }
    },
    TUMBLING_COUNT {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            ofWindows(
                    input(builder, topics)
                            .groupByKey()
                            .windowedBy(TimeWindows.ofSizeWithNoGrace(WINDOW))
                            .count(Materialized.as("counts"))
                            .toStream(),
                    topics);
        }
    },
    SLIDING_COUNT {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            ofWindows(
                    input(builder, topics)
                            .groupByKey()
                            .windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(SLIDING))
                            .count(Materialized.as("counts"))
                            .toStream(),
                    topics);
        }
    },
    SESSION_COUNT {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            ofWindows(
                    input(builder, topics)
                            .groupByKey()
                            .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(WINDOW))
                            .count(Materialized.as("counts"))
                            .toStream(),
                    topics);
        }
    },
    SUPPRESSED_COUNT {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            ofWindows(
                    input(builder, topics)
                            .groupByKey()
                            .windowedBy(TimeWindows.ofSizeWithNoGrace(WINDOW))
                            .count(Materialized.as("counts"))
                            .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
                            .toStream(),
                    topics);
        }
    },
    /** Each record is read twice: from the input, and from the topic behind the new key. */
    REPARTITIONED_COUNT(2, 0) {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            input(builder, topics)
                    .groupBy((key, value) -> value.substring(0, KEY_LENGTH), Grouped.with(TEXT, TEXT))
                    .count(Materialized.as("counts"))
                    .toStream()
                    .to(topics.output(), Produced.with(TEXT, Serdes.Long()));
        }
    },
    STREAM_TABLE_JOIN(1, 1) {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            input(builder, topics)
                    .join(
                            builder.table(topics.other(), Consumed.with(TEXT, TEXT), Materialized.as("rows")),
                            (left, right) -> left.substring(0, KEY_LENGTH) + right.substring(0, KEY_LENGTH),
                            Joined.with(TEXT, TEXT, TEXT))
                    .to(topics.output(), strings());
        }
    },
    STREAM_STREAM_JOIN(1, 1) {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            input(builder, topics)
                    .join(
                            builder.stream(topics.other(), Consumed.with(TEXT, TEXT)),
                            (left, right) -> left.substring(0, KEY_LENGTH) + right.substring(0, KEY_LENGTH),
                            JoinWindows.ofTimeDifferenceWithNoGrace(JOIN_WINDOW),
                            StreamJoined.with(TEXT, TEXT, TEXT))
                    .to(topics.output(), strings());
        }
    },
    /** Each change of a row goes to the row that it names, which answers. */
    FOREIGN_KEY_JOIN(1, 1) {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            builder.table(topics.input(), Consumed.with(TEXT, TEXT), Materialized.as("referring"))
                    .join(
                            builder.table(topics.other(), Consumed.with(TEXT, TEXT), Materialized.as("rows")),
                            value -> value.substring(0, KEY_LENGTH),
                            (left, right) -> left.substring(0, KEY_LENGTH) + right.substring(0, KEY_LENGTH))
                    .toStream()
                    .to(topics.output(), strings());
        }

        @Override
        public boolean sendsMore() {
            return true;
        }
    },
    ONE_STORE {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            inStores(1, builder, topics);
        }
    },
    FIFTY_STORES {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            inStores(50, builder, topics);
        }
    },
    /** A table that is only restored. */
    TABLE {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            builder.table(topics.input(), Consumed.with(TEXT, TEXT), Materialized.as("rows"));
        }
    },
    /** Counts what comes from both topics, and is asked for it. */
    ASKED_COUNT(1, 1) {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            both(builder, topics)
                    .groupByKey()
                    .count(Materialized.as(COUNTS))
                    .toStream()
                    .to(topics.output(), Produced.with(TEXT, Serdes.Long()));
        }
    },
    /** The same in windows, which it keeps. */
    ASKED_TUMBLING_COUNT(1, 1) {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            ofWindows(
                    both(builder, topics)
                            .groupByKey()
                            .windowedBy(TimeWindows.ofSizeWithNoGrace(WINDOW))
                            .count(Materialized.<String, Long, WindowStore<Bytes, byte[]>>as(COUNTS)
                                    .withRetention(RETENTION))
                            .toStream(),
                    topics);
        }
    },
    /** The last value of a key, which says when it was sent: what end-to-end latency is measured with. */
    LATEST {
        @Override
        void build(StreamsBuilder builder, Topics topics) {
            input(builder, topics)
                    .groupByKey()
                    .reduce((before, value) -> value, Materialized.as("latest"))
                    .toStream()
                    .to(topics.output(), strings());
        }
    };

    /** The store that is asked. */
    static final String COUNTS = "counts";

    private static final Serde<String> TEXT = Serdes.String();
    private static final int KEY_LENGTH = 16;
    private static final Duration WINDOW = Duration.ofSeconds(10);

    /** With a record a millisecond on each side, and keys of which few are most of the records, about one match for each record. */
    private static final Duration JOIN_WINDOW = Duration.ofMillis(50);

    /** A record changes each window of its key that it is in: as many as the key has records in this time. */
    private static final Duration SLIDING = Duration.ofSeconds(1);

    /** What is asked for must not have expired. */
    private static final Duration RETENTION = Duration.ofMinutes(10);

    private final int ofInput;
    private final int ofOther;

    Program() {
        this(1, 0);
    }

    Program(int ofInput, int ofOther) {
        this.ofInput = ofInput;
        this.ofOther = ofOther;
    }

    abstract void build(StreamsBuilder builder, Topics topics);

    /** Whether it reads a second topic. */
    public boolean joins() {
        return ofOther > 0;
    }

    /** Whether it also processes what it sends to itself, of which nobody knows how many records it is. */
    public boolean sendsMore() {
        return false;
    }

    /** How many records it processes when the topics hold so many; at least, if it sends more to itself. */
    public long processed(long input, long other) {
        return ofInput * input + ofOther * other;
    }

    private static KStream<String, String> input(StreamsBuilder builder, Topics topics) {
        return builder.stream(topics.input(), Consumed.with(TEXT, TEXT));
    }

    private static KStream<String, String> both(StreamsBuilder builder, Topics topics) {
        return builder.stream(List.of(topics.input(), topics.other()), Consumed.with(TEXT, TEXT));
    }

    private static Produced<String, String> strings() {
        return Produced.with(TEXT, TEXT);
    }

    private static void inStores(int howMany, StreamsBuilder builder, Topics topics) {
        input(builder, topics)
                .process(new SpreadCount(howMany))
                .to(topics.output(), Produced.with(TEXT, Serdes.Long()));
    }

    private static void ofWindows(KStream<Windowed<String>, Long> counts, Topics topics) {
        counts.selectKey((window, count) -> window.key() + '@' + window.window().start())
                .to(topics.output(), Produced.with(TEXT, Serdes.Long()));
    }
}
