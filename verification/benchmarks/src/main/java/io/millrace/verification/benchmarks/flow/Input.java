package io.millrace.verification.benchmarks.flow;

import io.millrace.streams.broker.BrokerProcess;
import io.millrace.verification.benchmarks.Keys;
import io.millrace.verification.benchmarks.flow.program.Program;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the topics hold that are loaded before the runs: keys of 16 bytes, and values of 100 that begin with another key. Streams have a record a millisecond. */
enum Input {
    SKEWED(Keys.skewed(100_000, 1)),
    UNIFORM(Keys.uniform(2_000_000, 2)),
    UNIFORM_100K(Keys.uniform(100_000, 5)),
    UNIFORM_1M(Keys.uniform(1_000_000, 6)),
    UNIFORM_10M(Keys.uniform(10_000_000, 7)),
    /** For joins of streams: the same keys as SKEWED in another order. */
    OTHER_STREAM(Keys.skewed(100_000, 3)),
    /** Each key of SKEWED once: a table. */
    ROWS(Keys.uniform(100_000, 4));

    static final int VALUE_BYTES = 100;

    /** A day ago, so that no broker deletes the first as too old, nor refuses the last as of the future. */
    private static final long FIRST_MILLIS =
            System.currentTimeMillis() - Duration.ofDays(1).toMillis();

    /** A prime: a step that comes to each row once. */
    private static final long SHUFFLING_STEP = 1_299_709;

    private final Keys keys;

    Input(Keys keys) {
        this.keys = keys;
    }

    String topic(int partitions) {
        return "input-" + name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + partitions;
    }

    /** What a program reads besides its input; any, if it reads nothing else. */
    static Input other(Program program) {
        return program == Program.STREAM_STREAM_JOIN ? OTHER_STREAM : ROWS;
    }

    /** How many records it holds when the inputs of streams hold so many. */
    int records(int ofStreams) {
        return this == ROWS ? keys.count() : ofStreams;
    }

    /** The time of the last record, when the inputs of streams hold so many. */
    static long lastMillis(int ofStreams) {
        return FIRST_MILLIS + ofStreams - 1;
    }

    /** Draws the numbers of keys to ask for, as often as they are in it. */
    int[] asked(int howMany) {
        return keys.draw(howMany);
    }

    void load(BrokerProcess broker, int ofStreams, int partitions) {
        String topic = topic(partitions);
        broker.createTopic(topic, partitions);
        int records = records(ofStreams);
        int[] drawn = keys.draw(records);
        Random random = new Random(topic.hashCode());
        try (Loader loader = new Loader(broker.bootstrapServers())) {
            for (int i = 0; i < records; i++) {
                int key = this == ROWS ? i : drawn[i];
                long timestamp = this == ROWS ? FIRST_MILLIS : FIRST_MILLIS + i;
                String value = padded(Keys.key(random.nextInt(keys.count())), random);
                loader.send(new ProducerRecord<>(topic, null, timestamp, Keys.key(key), value));
            }
        }
    }

    /** Fills a topic of one partition with rows, each key once, in no order. */
    static void loadRows(String bootstrapServers, String topic, int rows) {
        Random random = new Random(rows);
        int key = 0;
        try (Loader loader = new Loader(bootstrapServers)) {
            for (int i = 0; i < rows; i++) {
                key = (int) ((key + SHUFFLING_STEP) % rows);
                loader.send(new ProducerRecord<>(topic, Keys.key(key), padded("", random)));
            }
        }
    }

    /** Letters after something until it has the length of a value. */
    static String padded(String beginning, Random random) {
        byte[] value = new byte[VALUE_BYTES];
        for (int i = beginning.length(); i < VALUE_BYTES; i++) {
            value[i] = (byte) ('a' + random.nextInt(26));
        }
        byte[] first = beginning.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(first, 0, value, 0, first.length);
        return new String(value, StandardCharsets.ISO_8859_1);
    }
}
