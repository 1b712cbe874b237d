package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.kafka.ProducerSink;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.simulation.Chance;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.Test;

class TaskTableTests {

    private static final TopicPartition INPUT = new TopicPartition(Scenario.INPUT, 0);

    private final Scenario scenario = Scenario.draw(new Chance(1));
    private final TaskTable tasks = new TaskTable();

    @Test
    void aTaskThatComesBackLateDoesNotTakeItsSuccessorAlong() {
        ActiveTask before = task();
        ActiveTask successor = task();
        tasks.add(before);
        tasks.remove(before);
        tasks.add(successor);

        tasks.remove(before);

        assertThat(tasks.byId(successor.id())).isSameAs(successor);
        assertThat(tasks.reading(INPUT)).isSameAs(successor);
    }

    private ActiveTask task() {
        ProducerSink sink = new ProducerSink(
                "worker-1",
                new MockProducer<>(),
                scenario.settings().tasks().errors().production(),
                Duration.ZERO);
        TaskServices services = new TaskServices(
                scenario.settings().tasks(),
                sink,
                new SystemClock(),
                partition -> 0L,
                new EngineMetrics(new Metrics()),
                "worker-1",
                Map.of());
        return new ActiveTask(
                new TaskId(0, 0), scenario.plan().subtopologies().get(0), Set.of(INPUT), services, new File("none"));
    }
}
