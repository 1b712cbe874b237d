package io.millrace.verification.benchmarks.flow.program;

import io.millrace.streams.CloseOptions;
import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StreamsBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;

/** The application, with one program. */
public final class MeasuredStreams implements Measured {

    private final KafkaStreams streams;
    private List<Metric> processed = List.of();

    public MeasuredStreams(Program program, Topics topics, Properties config) {
        StreamsBuilder builder = new StreamsBuilder();
        program.build(builder, topics);
        streams = new KafkaStreams(builder.build(config), config);
    }

    @Override
    public void start() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
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
        double sum = 0;
        for (Metric metric : processed) {
            sum += ((Number) metric.metricValue()).doubleValue();
        }
        return (long) sum;
    }

    @Override
    public void close() {
        streams.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(Duration.ofMinutes(1)));
    }
}
