package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.runtime.InputGate.Level;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class InputGateTests {

    private static final TopicPartition LEFT = new TopicPartition("left", 0);
    private static final TopicPartition RIGHT = new TopicPartition("right", 0);
    private static final long LIMIT = 1_000;
    private static final long FULL = 600;

    private final Map<TopicPartition, Long> queued = new LinkedHashMap<>(Map.of(LEFT, 0L, RIGHT, 0L));
    private final TreeSet<String> paused = new TreeSet<>();
    private final InputGate gate = new InputGate(new Queued(), new Noted(), LIMIT);

    private final class Queued implements InputGate.Queues {

        @Override
        public long queuedBytes() {
            return queued.values().stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public List<TopicPartition> waiting() {
            return queued.keySet().stream()
                    .filter(partition -> queued.get(partition) > 0)
                    .toList();
        }

        @Override
        public Level level(TopicPartition partition) {
            Long bytes = queued.get(partition);
            if (bytes == null) {
                return Level.GONE;
            }
            return bytes == 0 ? Level.EMPTY : bytes > FULL ? Level.FULL : Level.SOME;
        }
    }

    private final class Noted implements InputGate.Valve {

        @Override
        public void pause(Collection<TopicPartition> partitions) {
            partitions.forEach(
                    partition -> assertThat(paused.add(partition.topic())).isTrue());
        }

        @Override
        public void resume(Collection<TopicPartition> partitions) {
            partitions.forEach(
                    partition -> assertThat(paused.remove(partition.topic())).isTrue());
        }
    }

    private void fetched(TopicPartition partition, long bytes) {
        queued.merge(partition, bytes, Long::sum);
        gate.close(List.of(partition));
    }

    private void left(TopicPartition partition, long bytes) {
        queued.put(partition, bytes);
        gate.open();
    }

    @Test
    void aPartitionIsPausedWhileItsOwnQueueIsFull() {
        fetched(LEFT, 601);
        fetched(RIGHT, 10);
        assertThat(paused).containsExactly("left");

        left(LEFT, 600);

        assertThat(paused).isEmpty();
    }

    @Test
    void allThatWaitArePausedWhileThereIsTooMuchTogether() {
        fetched(LEFT, 550);
        fetched(RIGHT, 550);
        assertThat(paused).containsExactly("left", "right");
        assertThat(gate.queuedBytes()).isEqualTo(1_100);

        left(LEFT, 450);

        assertThat(paused).isEmpty();
    }

    @Test
    void aPartitionWithoutRecordsIsNeverPaused() {
        fetched(LEFT, 5_000);
        assertThat(paused).containsExactly("left");
        fetched(RIGHT, 1);
        assertThat(paused).containsExactly("left", "right");

        left(RIGHT, 0);

        assertThat(paused).containsExactly("left");
    }

    @Test
    void whatGoesAwayIsForgotten() {
        fetched(LEFT, 5_000);
        queued.remove(LEFT);
        gate.open();
        assertThat(paused).containsExactly("left");

        fetched(RIGHT, 5_000);
        gate.forget(List.of(RIGHT));
        left(RIGHT, 0);

        assertThat(paused).containsExactly("left", "right");
    }
}
