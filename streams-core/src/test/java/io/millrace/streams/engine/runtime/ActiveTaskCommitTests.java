package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.kafka.ProducerSink;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.simulation.Chance;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.TaskStateSettings;
import io.millrace.streams.engine.state.TaskStateSettings.ChangelogTarget;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.TaskServices;
import io.millrace.streams.engine.time.SystemClock;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.Test;

class ActiveTaskCommitTests {

    private final Scenario scenario = Scenario.draw(new Chance(1));
    private final TopicPartition changelog = new TopicPartition(scenario.changelog(), 0);

    /** A thousand tasks that each went through the positions of a thousand would do so a million times a commit. */
    @Test
    void aTaskGoesThroughNoPositionsButItsOwn() {
        ActiveTask task = task();

        task.committed(new LookedUpOnly(Map.of(changelog, 7L, new TopicPartition(scenario.changelog(), 1), 9L)));

        assertThat(task.state().position(changelog)).hasValue(7);
    }

    private ActiveTask task() {
        SubtopologyPlan plan = scenario.plan().subtopologies().stream()
                .filter(subtopology -> !subtopology.stores().isEmpty())
                .findFirst()
                .orElseThrow();
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
        TaskId id = new TaskId(plan.id(), 0);
        Set<TopicPartition> inputs =
                Set.of(new TopicPartition(plan.sourceTopics().iterator().next(), 0));
        HeapBackend heap = new HeapBackend();
        ActiveTask task = new ActiveTask(id, plan, inputs, services, new File("none"));
        task.open(origins -> new TaskState(
                new TaskStateSettings(
                        id, Map.of(Scenario.STORE, new ChangelogTarget(changelog, true)), List.of(Scenario.STORE)),
                new StateBackends(unused -> heap, unused -> heap),
                origins,
                new UncommittedBudget(1_000)));
        return task;
    }

    /** Positions of so many tasks that nobody should go through them. */
    private static final class LookedUpOnly extends AbstractMap<TopicPartition, Long> {

        private final Map<TopicPartition, Long> positions;

        LookedUpOnly(Map<TopicPartition, Long> positions) {
            this.positions = positions;
        }

        @Override
        public Long get(Object partition) {
            return positions.get(partition);
        }

        @Override
        public Set<Map.Entry<TopicPartition, Long>> entrySet() {
            throw new AssertionError("The positions of all tasks are gone through");
        }
    }
}
