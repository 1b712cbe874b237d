package io.millrace.streams.engine.plan;

import static io.millrace.streams.engine.topology.Drafts.processor;
import static io.millrace.streams.engine.topology.Drafts.sink;
import static io.millrace.streams.engine.topology.Drafts.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.engine.plan.InternalTopicPlan.Kind;
import io.millrace.streams.engine.topology.ExpiringStore.Keeps;
import io.millrace.streams.engine.topology.RepartitionSpec;
import io.millrace.streams.engine.topology.StoreBuilderStub;
import io.millrace.streams.engine.topology.TopologyDraft;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.StoreBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Partition counts and topic configs were checked against what Kafka Streams 4.3.1 creates on a broker. */
class PartitionPlannerTests {

    private static final long A_DAY_MS = Duration.ofDays(1).toMillis();

    private final TopologyDraft draft = new TopologyDraft();

    @Test
    void aTaskReadsItsPartitionOfEveryTopicThatHasIt() {
        draft.addSource(source("a", "two"));
        draft.addSource(source("b", "three"));
        draft.addProcessor("p", processor(), List.of("a", "b"));

        PartitionedPlan plan = partition(Map.of("two", 2, "three", 3));

        assertThat(plan.tasks())
                .containsExactly(
                        Map.entry(
                                new TaskId(0, 0), Set.of(new TopicPartition("two", 0), new TopicPartition("three", 0))),
                        Map.entry(
                                new TaskId(0, 1), Set.of(new TopicPartition("two", 1), new TopicPartition("three", 1))),
                        Map.entry(new TaskId(0, 2), Set.of(new TopicPartition("three", 2))));
    }

    @Test
    void aRepartitionTopicFollowsTheLargestOfWhatFeedsIt() {
        draft.addSource(source("a", "two", "five"));
        repartition("r", null, "a");

        PartitionedPlan plan = partition(Map.of("two", 2, "five", 5));

        assertThat(count(plan, "app-r")).isEqualTo(5);
        assertThat(plan.tasks()).containsKey(new TaskId(1, 4)).hasSize(10);
    }

    @Test
    void aRepartitionTopicFollowsThroughOthers() {
        draft.addSource(source("a", "two"));
        repartition("first", null, "a");
        repartition("second", null, "read-first");
        repartition("asked", 6, "read-second");
        repartition("last", null, "read-asked");

        PartitionedPlan plan = partition(Map.of("two", 2));

        assertThat(count(plan, "app-second")).isEqualTo(2);
        assertThat(count(plan, "app-asked")).isEqualTo(6);
        assertThat(count(plan, "app-last")).isEqualTo(6);
    }

    @Test
    void aJoinedRepartitionTopicFollowsTheUsersTopicEvenToFewerPartitions() {
        draft.addSource(source("a", "two"));
        draft.addSource(source("b", "four"));
        repartition("r", null, "b");
        draft.copartition(List.of("a", "read-r"));
        repartition("after", null, "read-r");

        PartitionedPlan plan = partition(Map.of("two", 2, "four", 4));

        assertThat(count(plan, "app-r")).isEqualTo(2);
        assertThat(count(plan, "app-after")).isEqualTo(2);
    }

    @Test
    void joinedRepartitionTopicsTakeTheLargestCountOfBothSides() {
        draft.addSource(source("a", "two"));
        draft.addSource(source("b", "four"));
        repartition("left", null, "a");
        repartition("right", null, "b");
        draft.copartition(List.of("read-left", "read-right"));

        PartitionedPlan plan = partition(Map.of("two", 2, "four", 4));

        assertThat(count(plan, "app-left")).isEqualTo(4);
        assertThat(count(plan, "app-right")).isEqualTo(4);
    }

    @Test
    void aJoinedRepartitionTopicFollowsAnAskedCount() {
        draft.addSource(source("a", "two"));
        draft.addSource(source("b", "four"));
        repartition("left", 3, "a");
        repartition("right", null, "b");
        draft.copartition(List.of("read-left", "read-right"));

        assertThat(count(partition(Map.of("two", 2, "four", 4)), "app-right")).isEqualTo(3);
    }

    @Test
    void groupsWithATopicInCommonHaveOneCount() {
        draft.addSource(source("a", "two"));
        draft.addSource(source("b", "four"));
        repartition("r1", null, "b");
        repartition("r2", null, "b");
        draft.copartition(List.of("read-r1", "read-r2"));
        draft.copartition(List.of("read-r1", "a"));

        assertThat(count(partition(Map.of("two", 2, "four", 4)), "app-r2")).isEqualTo(2);
    }

    @Test
    void anAskedCountThatContradictsAJoinedTopicIsRefused() {
        draft.addSource(source("a", "two"));
        draft.addSource(source("b", "four"));
        repartition("r", 3, "a");
        draft.copartition(List.of("read-r", "b"));

        assertThatExceptionOfType(TopologyException.class)
                .isThrownBy(() -> partition(Map.of("two", 2, "four", 4)))
                .withMessageContainingAll("'app-r' asks for 3", "'four' has 4", "repartition()");
    }

    @Test
    void joinedTopicsOfDifferentCountsAreRefused() {
        draft.addSource(source("a", "two"));
        draft.addSource(source("b", "four"));
        draft.copartition(List.of("a", "b"));

        // Also without any repartition topic in the topology, where Kafka Streams joins what happens to match.
        assertThatExceptionOfType(TopologyException.class)
                .isThrownBy(() -> partition(Map.of("two", 2, "four", 4)))
                .withMessageContainingAll("'two' has 2", "'four' has 4");
    }

    @Test
    void allMissingTopicsAreNamedAtOnce() {
        draft.addSource(source("a", "there", "nope"));
        draft.addSource(source("b", "gone"));

        assertThatExceptionOfType(MissingSourceTopicException.class)
                .isThrownBy(() -> partition(Map.of("there", 2)))
                .withMessageContaining("gone, nope");
        assertThat(PartitionPlanner.missingTopics(compiled(), Map.of("there", 2)))
                .containsExactly("gone", "nope");
    }

    @Test
    void repartitionTopicsThatDependOnEachOtherNeedAnAskedCount() {
        draft.addRepartitionTopic(new RepartitionSpec("x", null));
        draft.addSource(source("s", "x"));
        draft.addSink(sink("k", "x", "s"));

        assertThatExceptionOfType(TopologyException.class)
                .isThrownBy(() -> partition(Map.of()))
                .withMessageContainingAll("app-x", "withNumberOfPartitions");
    }

    @Test
    void anExistingRepartitionTopicDoesNotDecideItsOwnCount() {
        draft.addSource(source("a", "two"));
        repartition("r", null, "a");

        assertThat(count(partition(Map.of("two", 2, "app-r", 7)), "app-r")).isEqualTo(2);
    }

    @Test
    void aRepartitionTopicIsKeptUntilItsRecordsAreDeleted() {
        draft.addSource(source("a", "two"));
        repartition("r", null, "a");

        InternalTopicPlan topic = topic(partition(Map.of("two", 2)), "app-r");

        assertThat(topic.kind()).isEqualTo(Kind.REPARTITION);
        assertThat(topic.config())
                .containsOnly(
                        Map.entry("cleanup.policy", "delete"),
                        Map.entry("retention.ms", "-1"),
                        Map.entry("segment.bytes", "52428800"),
                        Map.entry("message.timestamp.type", "CreateTime"));
    }

    @Test
    void aChangelogHasAPartitionForEachTask() {
        InternalTopicPlan topic = changelogOf(new StoreBuilderStub("store"));

        assertThat(topic.kind()).isEqualTo(Kind.CHANGELOG);
        assertThat(topic.partitions()).isEqualTo(2);
        assertThat(topic.config())
                .containsOnly(
                        Map.entry("cleanup.policy", "compact"), Map.entry("message.timestamp.type", "CreateTime"));
    }

    @Test
    void aStoreThatExpiresHasAChangelogThatExpiresLater() {
        long anHourMs = Duration.ofHours(1).toMillis();

        assertThat(changelogOf(new StoreBuilderStub.Expiring("store", anHourMs, Keeps.LAST_VALUE))
                        .config())
                .containsEntry("cleanup.policy", "compact,delete")
                .containsEntry("retention.ms", "90000000");
    }

    @Test
    void aStoreThatKeepsDuplicatesIsNotCompacted() {
        assertThat(changelogOf(new StoreBuilderStub.Expiring("store", 20_000, Keeps.EVERY_RECORD))
                        .config())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "86420000");
    }

    @Test
    void aVersionedStoreIsCompactedLate() {
        assertThat(changelogOf(new StoreBuilderStub.Expiring("store", 10_800_000, Keeps.EVERY_VERSION))
                        .config())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("min.compaction.lag.ms", "97200000")
                .doesNotContainKey("retention.ms");
    }

    @Test
    void aRetentionForEverDoesNotOverflow() {
        assertThat(changelogOf(new StoreBuilderStub.Expiring("store", Long.MAX_VALUE, Keeps.LAST_VALUE))
                        .config())
                .containsEntry("retention.ms", String.valueOf(Long.MAX_VALUE));
    }

    @Test
    void theUsersChangelogConfigWins() {
        StoreBuilder<?> builder = new StoreBuilderStub.Expiring("store", 20_000, Keeps.LAST_VALUE)
                .withLoggingEnabled(Map.of("retention.ms", "5", "segment.bytes", "20000000"));

        assertThat(changelogOf(builder).config())
                .containsEntry("retention.ms", "5")
                .containsEntry("segment.bytes", "20000000")
                .containsEntry("cleanup.policy", "compact,delete");
    }

    @Test
    void aSourceTopicThatIsTheChangelogIsNotCreated() {
        draft.addSource(source("a", "two"));
        draft.addProcessor("p", processor(), List.of("a"));
        draft.addStateStore(new StoreBuilderStub("table"), List.of("p"));
        draft.restoreFromSource("table", "two");

        assertThat(partition(Map.of("two", 2)).internalTopics()).isEmpty();
    }

    private InternalTopicPlan changelogOf(StoreBuilder<?> builder) {
        draft.addSource(source("a", "two"));
        draft.addProcessor("p", processor(), List.of("a"));
        draft.addStateStore(builder, List.of("p"));
        return topic(partition(Map.of("two", 2)), "app-store-changelog");
    }

    /** A repartition topic written by the parent, and a source "read-..." that reads it. */
    private void repartition(String name, Integer partitions, String parent) {
        draft.addRepartitionTopic(new RepartitionSpec(name, partitions));
        draft.addSink(sink("write-" + name, name, parent));
        draft.addSource(source("read-" + name, name));
    }

    private ExecutionPlan compiled() {
        return TopologyCompiler.compile(draft.definition(), "app");
    }

    private PartitionedPlan partition(Map<String, Integer> existing) {
        return PartitionPlanner.partition(compiled(), existing, A_DAY_MS);
    }

    private static int count(PartitionedPlan plan, String topic) {
        return topic(plan, topic).partitions();
    }

    private static InternalTopicPlan topic(PartitionedPlan plan, String name) {
        return plan.internalTopics().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
