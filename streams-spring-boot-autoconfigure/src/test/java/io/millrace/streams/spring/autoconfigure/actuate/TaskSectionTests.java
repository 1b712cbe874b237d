package io.millrace.streams.spring.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.TaskMetadata;
import io.millrace.streams.ThreadMetadata;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.TopologyStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskSectionTests {

    private static final TopicPartition INPUT = new TopicPartition("words", 0);

    private static ManagedTopology topology(long committed, long lastFetched) {
        TaskMetadata task = mock(TaskMetadata.class);
        when(task.taskId()).thenReturn(new TaskId(0, 0));
        when(task.topicPartitions()).thenReturn(Set.of(INPUT));
        when(task.committedOffsets()).thenReturn(Map.of(INPUT, committed));
        when(task.endOffsets()).thenReturn(Map.of(INPUT, lastFetched));
        ThreadMetadata thread = mock(ThreadMetadata.class);
        when(thread.threadName()).thenReturn("thread");
        when(thread.threadState()).thenReturn("RUNNING");
        when(thread.activeTasks()).thenReturn(Set.of(task));
        KafkaStreams client = mock(KafkaStreams.class);
        when(client.metadataForLocalThreads()).thenReturn(Set.of(thread));
        ManagedTopology topology = mock(ManagedTopology.class);
        when(topology.client()).thenReturn(client);
        when(topology.status())
                .thenReturn(new TopologyStatus(
                        TopologyStatus.Phase.STARTED,
                        KafkaStreams.State.RUNNING,
                        Instant.EPOCH,
                        false,
                        true,
                        null,
                        null,
                        null,
                        0));
        return topology;
    }

    @ParameterizedTest(name = "committed {0}, last fetched {1}")
    @CsvSource({"766, 765, 766", "700, 765, 766", "767, 765, 767", "766, -1, 766", "-1, 0, 1", "-1, -1, -1"})
    void whatIsFetchedIsShownAsTheOffsetAfterIt(long committed, long lastFetched, long shown) {
        assertThat(TaskSection.of(topology(committed, lastFetched)))
                .extractingByKey("0_0", InstanceOfAssertFactories.MAP)
                .extractingByKey("partitions", InstanceOfAssertFactories.MAP)
                .containsEntry("words-0", Map.of("committed", committed, "fetched", shown));
    }
}
