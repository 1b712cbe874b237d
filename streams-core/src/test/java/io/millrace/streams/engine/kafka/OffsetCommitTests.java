package io.millrace.streams.engine.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.engine.log.CommitDeferredException;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.errors.DefaultProductionExceptionHandler;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffsetCommitTests {

    private static final TopicPartition INPUT = new TopicPartition("in", 0);
    private static final TopicPartition CHANGELOG = new TopicPartition("changelog", 0);
    private static final Map<TopicPartition, LogPosition> INPUTS = Map.of(INPUT, new LogPosition(7L, "time"));

    private final RebalancingConsumer consumer = new RebalancingConsumer();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ProducerSink sink =
            new ProducerSink("worker-1", producer, new DefaultProductionExceptionHandler(), Duration.ofSeconds(1));
    private final OffsetCommit commit = new OffsetCommit(
            new ConsumerSource(
                    "worker-1",
                    consumer,
                    new OffsetResets(Map.of(), OffsetReset.EARLIEST),
                    Duration.ofSeconds(1),
                    new SystemClock()),
            sink);

    @BeforeEach
    void assign() {
        consumer.assign(List.of(INPUT));
    }

    @Test
    void answersWithTheChangelogOffsetsAndCommitsTheInputs() {
        append();

        Map<TopicPartition, Long> changelogs = commit.publish(ends -> INPUTS);

        assertThat(changelogs).isEqualTo(Map.of(CHANGELOG, 1L));
        assertThat(consumer.committed(Set.of(INPUT))).isEqualTo(Map.of(INPUT, new OffsetAndMetadata(7L, "time")));
        assertThat(commit.publish(ends -> Map.of())).isEmpty();
    }

    @Test
    void commitsNoInputWhenAnOutputWasRefused() {
        append();
        producer.errorNext(new RecordTooLargeException("too large"));

        assertThatExceptionOfType(StreamsException.class).isThrownBy(() -> commit.publish(ends -> INPUTS));
        assertThat(consumer.committed(Set.of(INPUT))).isEmpty();
    }

    @Test
    void aDeferredCommitKeepsTheChangelogOffsetsForTheNextOne() {
        append();
        consumer.rebalancing = true;

        assertThatExceptionOfType(CommitDeferredException.class).isThrownBy(() -> commit.publish(ends -> INPUTS));
        consumer.rebalancing = false;

        assertThat(commit.publish(ends -> INPUTS)).isEqualTo(Map.of(CHANGELOG, 1L));
    }

    @Test
    void abortForgetsWhatWasSent() {
        append();

        commit.abort();

        assertThat(commit.publish(ends -> INPUTS)).isEmpty();
    }

    private void append() {
        sink.append(CHANGELOG, new byte[] {1}, new byte[] {2}, 5L, null, new TaskId(0, 0));
    }

    private static final class RebalancingConsumer extends MockConsumer<byte[], byte[]> {

        private boolean rebalancing;

        RebalancingConsumer() {
            super("none");
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (rebalancing) {
                throw new RebalanceInProgressException();
            }
            super.commitSync(offsets);
        }
    }
}
