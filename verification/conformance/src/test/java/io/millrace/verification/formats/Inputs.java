package io.millrace.verification.formats;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * What the programs read, made by chance from a seed: values such as {@code L17}, in which the letter is one of L, R and T, and {@code L17-}
 * for a deletion; some with headers; out of order, some very late, with leaps in time that expire windows.
 */
public final class Inputs {

    /** All keys. */
    public static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "");
    /** Size of windows. */
    public static final Duration WINDOW = Duration.ofSeconds(60);
    /** How long stores keep windows, sessions and versions, if the program says so. */
    public static final Duration RETENTION = Duration.ofMinutes(5);
    /** A time that is short beside a window. */
    public static final Duration SHORT = Duration.ofSeconds(15);

    private static final long LATE_MS = 30_000;
    private static final long VERY_LATE_MS = 900_000;
    private static final long LEAP_MS = 1_500_000;
    /** Each so many records one has no time, the first of each part if parts have a multiple of it. */
    static final int TIMELESS = 10;

    /** The first records of a part come in time, because Kafka Streams forgets at a restart what its operators know of time. */
    private static final int CALM = 30;

    private static final int MAX_STEP_MS = 8_000;

    private final Random random;
    private final int partitions;
    private long nowMs;
    private int count;

    Inputs(long seed, int partitions, long startMs) {
        this.random = new Random(seed);
        this.partitions = partitions;
        this.nowMs = startMs;
    }

    /** Whether a value deletes. */
    public static boolean isDeletion(String value) {
        return value.endsWith("-");
    }

    /** Whether the record of a value has no time of its own. */
    public static boolean isTimeless(String value) {
        return value != null && number(value) % TIMELESS == 0;
    }

    /** The number in a value. */
    public static int number(String value) {
        return Integer.parseInt(value.replaceAll("[^0-9]", ""));
    }

    /** The latest time. */
    long nowMs() {
        return nowMs;
    }

    /** The next records, of which the last leaps ahead if asked for. */
    List<ProducerRecord<String, String>> next(String topic, int records, int leapAt, boolean deletionsAsNull) {
        List<ProducerRecord<String, String>> next = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            nowMs += i == leapAt ? LEAP_MS : random.nextInt(MAX_STEP_MS);
            next.add(record(topic, i < CALM, deletionsAsNull));
        }
        return next;
    }

    private ProducerRecord<String, String> record(String topic, boolean onTime, boolean deletionsAsNull) {
        int key = random.nextInt(KEYS.size());
        boolean deletion = random.nextInt(7) == 0;
        String value = "LRT".charAt(random.nextInt(3)) + String.valueOf(count++) + (deletion ? "-" : "");
        ProducerRecord<String, String> made = new ProducerRecord<>(
                topic,
                key % partitions,
                onTime ? nowMs : timestamp(),
                KEYS.get(key),
                deletion && deletionsAsNull ? null : value);
        addHeaders(made.headers());
        return made;
    }

    private long timestamp() {
        return switch (random.nextInt(20)) {
            case 0 -> nowMs - VERY_LATE_MS;
            case 1, 2, 3, 4, 5 -> nowMs - random.nextLong(LATE_MS);
            case 6 -> nowMs - random.nextLong(10 * LATE_MS);
            default -> nowMs;
        };
    }

    private void addHeaders(Headers headers) {
        switch (random.nextInt(6)) {
            case 0 -> headers.add("trace", String.valueOf(count).getBytes(StandardCharsets.UTF_8));
            case 1 ->
                headers.add("trace", new byte[0])
                        .add("trace", new byte[] {1, 2})
                        .add("größe", null);
            default -> {
                // Most records have none.
            }
        }
    }
}
