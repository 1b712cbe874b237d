package io.millrace.streams.engine.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.engine.config.EngineSettings.InternalTopicSettings;
import io.millrace.streams.engine.log.GroupPositions;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.log.TopicCatalog;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.topology.SourceSpec;
import io.millrace.streams.engine.topology.StoreBuilderStub;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class AssignmentPlannerTests {

    private static final TopicPartition CHANGELOG = new TopicPartition("app-counts-changelog", 0);
    private static final TopicPartition SOURCE = new TopicPartition("orders", 0);

    private final FakeTopics topics = new FakeTopics();
    private final Map<TopicPartition, LogPosition> committed = new HashMap<>();
    private boolean groupIsSilent;

    @Test
    void partitionCountsComeFromTheMetadataOfTheConsumer() {
        var plan = planner(Map.of()).plan(cluster("orders", 3));

        assertThat(plan.tasks().keySet()).containsExactly(new TaskId(0, 0), new TaskId(0, 1), new TaskId(0, 2));
        assertThat(topics.asked).isEmpty();
    }

    @Test
    void aTopicThatTheConsumerDoesNotKnowYetIsAskedFor() {
        topics.counts.put("orders", 2);

        var plan = planner(Map.of()).plan(Cluster.empty());

        assertThat(plan.tasks()).hasSize(2);
        assertThat(topics.asked).containsExactly("orders");
    }

    @Test
    void aTopicThatDoesNotExistIsNamed() {
        assertThatExceptionOfType(MissingSourceTopicException.class)
                .isThrownBy(() -> planner(Map.of()).plan(Cluster.empty()))
                .withMessageContaining("orders");
        assertThat(topics.ensured).isEmpty();
    }

    @Test
    void changelogsAreEnsuredWithWhatTheStoreWasGivenOverWhatAllTopicsWereGiven() {
        planner(Map.of("min.insync.replicas", "2", "segment.ms", "1000")).plan(cluster("orders", 3));

        assertThat(topics.ensured).singleElement().satisfies(topic -> {
            assertThat(topic.name()).isEqualTo("app-counts-changelog");
            assertThat(topic.partitions()).isEqualTo(3);
            assertThat(topic.config())
                    .containsEntry("cleanup.policy", "compact")
                    .containsEntry("min.insync.replicas", "2")
                    .containsEntry("segment.ms", "77");
        });
    }

    @Test
    void aSourceTopicThatIsAChangelogCountsAsFarAsTheGroupHasProcessedIt() {
        AssignmentPlanner planner = planner(Map.of());
        topics.ends.putAll(Map.of(CHANGELOG, 700L, SOURCE, 5_000L));
        committed.put(SOURCE, new LogPosition(300, ""));

        assertThat(planner.changelogs(new TaskId(0, 0))).containsExactlyInAnyOrder(CHANGELOG, SOURCE);
        assertThat(planner.endOffsets(Set.of(CHANGELOG, SOURCE))).isEqualTo(Map.of(CHANGELOG, 700L, SOURCE, 300L));
    }

    @Test
    void aSourceTopicOfWhichNothingWasProcessedHasNothingToRestore() {
        topics.ends.put(SOURCE, 5_000L);

        assertThat(planner(Map.of()).endOffsets(Set.of(SOURCE))).isEqualTo(Map.of(SOURCE, 0L));
    }

    @Test
    void whatCannotBeHadIsLeftOut() {
        groupIsSilent = true;
        topics.ends.put(CHANGELOG, 700L);
        TopicPartition leaderless = new TopicPartition("app-counts-changelog", 1);

        assertThat(planner(Map.of()).endOffsets(Set.of(CHANGELOG, leaderless, SOURCE)))
                .isEqualTo(Map.of(CHANGELOG, 700L));
    }

    private final class FakeGroup implements GroupPositions {

        @Override
        public CompletionStage<Map<TopicPartition, LogPosition>> of(Set<TopicPartition> partitions) {
            if (groupIsSilent) {
                return CompletableFuture.failedFuture(new TimeoutException("no coordinator"));
            }
            Map<TopicPartition, LogPosition> known = new HashMap<>(committed);
            known.keySet().retainAll(partitions);
            return CompletableFuture.completedFuture(known);
        }

        @Override
        public CompletionStage<Map<TopicPartition, LogPosition>> all() {
            throw new IllegalStateException("Only those of some partitions are asked for");
        }
    }

    private AssignmentPlanner planner(Map<String, String> overrides) {
        SourceSpec source = new SourceSpec("source", List.of("orders"), null, null, null, null, null);
        StorePlan store = new StorePlan(
                new StoreBuilderStub("counts").withLoggingEnabled(Map.of("segment.ms", "77")),
                "app-counts-changelog",
                false);
        StorePlan table = new StorePlan(new StoreBuilderStub("table"), "orders", true);
        SubtopologyPlan subtopology =
                new SubtopologyPlan(0, List.of(source), Set.of("orders"), List.of(store, table), Set.of());
        ExecutionPlan plan = new ExecutionPlan("app", List.of(subtopology), GlobalPlan.NONE, Map.of(), List.of());
        InternalTopicSettings settings =
                new InternalTopicSettings((short) 1, Duration.ofDays(1), overrides, Duration.ofSeconds(1));
        return new AssignmentPlanner(plan, settings, topics, new FakeGroup());
    }

    private static Cluster cluster(String topic, int partitions) {
        Node node = new Node(0, "localhost", 1);
        Set<PartitionInfo> infos = new HashSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            infos.add(new PartitionInfo(topic, partition, node, new Node[] {node}, new Node[] {node}));
        }
        return new Cluster("cluster", List.of(node), infos, Set.of(), Set.of());
    }

    private static final class FakeTopics implements TopicCatalog {

        private final Map<String, Integer> counts = new HashMap<>();
        private final Set<String> asked = new HashSet<>();
        private final Map<TopicPartition, Long> ends = new HashMap<>();
        private Collection<NewTopic> ensured = List.of();

        @Override
        public Map<String, Integer> partitionCounts(Set<String> names) {
            asked.addAll(names);
            Map<String, Integer> found = new HashMap<>(counts);
            found.keySet().retainAll(names);
            return found;
        }

        @Override
        public void ensure(Collection<NewTopic> wanted) {
            ensured = wanted;
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
            throw new IllegalStateException("The topics here have no records");
        }

        @Override
        public Map<TopicPartition, Long> endOffsetsWithin(Duration timeout, Set<TopicPartition> partitions) {
            Map<TopicPartition, Long> known = new HashMap<>(ends);
            known.keySet().retainAll(partitions);
            return known;
        }

        @Override
        public Map<TopicPartition, Set<String>> racksWithin(Duration timeout, Set<TopicPartition> partitions) {
            throw new IllegalStateException("The topics here are nowhere");
        }

        @Override
        public Uuid instanceId(Duration timeout) {
            throw new IllegalStateException("There is no broker that would give an id");
        }

        @Override
        public void deleteRecordsBefore(Map<TopicPartition, Long> offsets) {}

        @Override
        public void close() {}
    }
}
