package io.millrace.verification.benchmarks.flow.program;

import io.millrace.streams.CloseOptions;
import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.ReadOnlyWindowStore;
import io.millrace.streams.state.WindowStoreIterator;
import io.millrace.verification.benchmarks.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;

/** The application, with one program. */
public final class MeasuredStreams implements Measured {

    private final KafkaStreams streams;
    private List<Metric> processed = List.of();
    private volatile boolean failed;

    public MeasuredStreams(Program program, Topics topics, Properties config) {
        StreamsBuilder builder = new StreamsBuilder();
        program.build(builder, topics);
        streams = new KafkaStreams(builder.build(config), config);
    }

    @Override
    public void start() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        streams.setStateListener((now, before) -> {
            failed = now == KafkaStreams.State.ERROR;
            if (failed || now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
        streams.start();
        running.await();
        processed = streams.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("process-total"))
                .filter(metric -> metric.metricName().group().equals("stream-thread-metrics"))
                .collect(Collectors.toList());
    }

    @Override
    public long processed() {
        if (failed) {
            throw new IllegalStateException("The application has failed; run it with a logger to see why");
        }
        double sum = 0;
        for (Metric metric : processed) {
            sum += ((Number) metric.metricValue()).doubleValue();
        }
        return (long) sum;
    }

    @Override
    public int ask(Question question, int number, long lastMillis) {
        String key = Keys.key(number);
        return switch (question) {
            case POINT -> counts().get(key) == null ? 0 : 1;
            case RANGE -> {
                try (KeyValueIterator<String, Long> found =
                        counts().range(key, Keys.key(number + Question.RANGE_KEYS))) {
                    yield entries(found);
                }
            }
            case WINDOWS -> {
                try (WindowStoreIterator<Long> found = windows()
                        .fetch(
                                key,
                                Instant.ofEpochMilli(lastMillis - Question.WINDOWS_MILLIS),
                                Instant.ofEpochMilli(lastMillis))) {
                    yield entries(found);
                }
            }
        };
    }

    private ReadOnlyKeyValueStore<String, Long> counts() {
        return streams.store(StoreQueryParameters.fromNameAndType(Program.COUNTS, QueryableStoreTypes.keyValueStore()));
    }

    private ReadOnlyWindowStore<String, Long> windows() {
        return streams.store(StoreQueryParameters.fromNameAndType(Program.COUNTS, QueryableStoreTypes.windowStore()));
    }

    private static int entries(Iterator<?> found) {
        int entries = 0;
        while (found.hasNext()) {
            found.next();
            entries++;
        }
        return entries;
    }

    @Override
    public void close() {
        streams.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(Duration.ofMinutes(1)));
    }
}
