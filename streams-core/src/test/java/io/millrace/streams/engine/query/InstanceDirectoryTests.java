package io.millrace.streams.engine.query;

import static io.millrace.streams.engine.topology.Drafts.processor;
import static io.millrace.streams.engine.topology.Drafts.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.millrace.streams.KeyQueryMetadata;
import io.millrace.streams.StreamsMetadata;
import io.millrace.streams.engine.plan.TopologyCompiler;
import io.millrace.streams.engine.query.InstanceDirectory.Share;
import io.millrace.streams.engine.topology.StoreBuilderStub;
import io.millrace.streams.engine.topology.TopologyDraft;
import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.state.HostInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class InstanceDirectoryTests {

    private static final HostInfo HERE = new HostInfo("here", 1);
    private static final HostInfo THERE = new HostInfo("there", 2);

    private final InstanceDirectory directory =
            new InstanceDirectory(TopologyCompiler.compile(topology(), "app"), HERE);

    @Test
    void tellsWhatEachInstanceHosts() {
        publishBoth();

        assertThat(directory.all()).extracting(StreamsMetadata::hostInfo).containsExactly(HERE, THERE);
        StreamsMetadata there = directory.all().stream().skip(1).findFirst().orElseThrow();
        assertThat(there.stateStoreNames()).containsExactlyInAnyOrder("orders-store", "cities-store");
        assertThat(there.topicPartitions()).containsExactly(new TopicPartition("orders", 1));
        assertThat(there.standbyStateStoreNames()).containsExactly("customers-store");
        assertThat(there.standbyTopicPartitions()).containsExactly(new TopicPartition("customers", 0));
    }

    @Test
    void findsTheInstancesOfAStore() {
        publishBoth();

        assertThat(directory.hosting("orders-store")).hasSize(2);
        assertThat(directory.hosting("unknown")).isEmpty();
        assertThatNullPointerException().isThrownBy(() -> directory.hosting(null));
    }

    @Test
    void findsAKeyWhereAProducerPartitionsIt() {
        publishBoth();
        int partition =
                directory.find("orders-store", "k", new StringSerializer()).partition();

        assertThat(directory.find("orders-store", "k", new StringSerializer()))
                .isEqualTo(new KeyQueryMetadata(partition == 0 ? HERE : THERE, Set.of(), partition));
    }

    @Test
    void findsAKeyWhereItsPartitionerSays() {
        publishBoth();

        assertThat(directory.find("orders-store", "k", to(Set.of(1))))
                .isEqualTo(new KeyQueryMetadata(THERE, Set.of(), 1));
        assertThat(directory.find("customers-store", "k", to(Set.of(0))))
                .isEqualTo(new KeyQueryMetadata(HERE, Set.of(THERE), 0));
    }

    @Test
    void aKeyIsInOnePartition() {
        publishBoth();

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> directory.find("orders-store", "k", to(Set.of(0, 1))))
                .withMessageContaining("orders");
    }

    @Test
    void aKeyOfAnUnknownStoreIsNowhere() {
        publishBoth();

        assertThat(directory.find("unknown", "k", new StringSerializer())).isNull();
    }

    @Test
    void aKeyIsNotAvailableUntilAnInstanceHasItsPartition() {
        assertThat(directory.find("orders-store", "k", to(Set.of(1)))).isSameAs(KeyQueryMetadata.NOT_AVAILABLE);

        directory.publish(
                Map.of(HERE, new Share(Set.of(new TopicPartition("orders", 0)), Set.of())), Map.of("orders", 2));

        assertThat(directory.find("orders-store", "k", to(Set.of(1)))).isSameAs(KeyQueryMetadata.NOT_AVAILABLE);
    }

    @Test
    void aPartitionerIsToldThePartitionsAlthoughNoInstanceCanBeReached() {
        directory.publish(Map.of(), Map.of("orders", 2));
        List<Integer> told = new ArrayList<>();
        StreamPartitioner<String, Object> asked = (topic, key, value, partitions) -> {
            told.add(partitions);
            return Optional.of(Set.of(0));
        };

        assertThat(directory.find("orders-store", "k", asked)).isSameAs(KeyQueryMetadata.NOT_AVAILABLE);
        assertThat(directory.find("cities-store", "k", asked)).isSameAs(KeyQueryMetadata.NOT_AVAILABLE);
        assertThat(directory.find("unknown", "k", asked)).isSameAs(KeyQueryMetadata.NOT_AVAILABLE);
        assertThat(told).containsExactly(2);
    }

    @Test
    void everyInstanceHasTheGlobalStores() {
        publishBoth();

        assertThat(directory.hosting("cities-store")).hasSize(2);
        assertThat(directory.all()).allSatisfy(instance -> {
            assertThat(instance.stateStoreNames()).contains("cities-store");
            assertThat(instance.standbyStateStoreNames()).doesNotContain("cities-store");
        });
    }

    @Test
    void aKeyOfAGlobalStoreIsHere() {
        publishBoth();

        assertThat(directory.find("cities-store", "k", new StringSerializer()))
                .isEqualTo(new KeyQueryMetadata(HERE, Set.of(), -1));
        assertThat(directory.find("cities-store", "k", to(Set.of(1))))
                .isEqualTo(new KeyQueryMetadata(HERE, Set.of(), -1));
    }

    @Test
    void aKeyOfAGlobalStoreIsNotAvailableWhileNoInstanceIsKnown() {
        assertThat(directory.find("cities-store", "k", new StringSerializer()))
                .isSameAs(KeyQueryMetadata.NOT_AVAILABLE);
        assertThat(directory.hosting("cities-store")).isEmpty();
    }

    private void publishBoth() {
        directory.publish(
                Map.of(
                        HERE,
                        new Share(
                                Set.of(new TopicPartition("orders", 0), new TopicPartition("customers", 0)), Set.of()),
                        THERE,
                        new Share(Set.of(new TopicPartition("orders", 1)), Set.of(new TopicPartition("customers", 0)))),
                Map.of("orders", 2, "customers", 1));
    }

    private static StreamPartitioner<String, Object> to(Set<Integer> partitions) {
        return (topic, key, value, count) -> Optional.of(partitions);
    }

    private static io.millrace.streams.engine.topology.TopologyBlueprint topology() {
        TopologyDraft draft = new TopologyDraft();
        draft.addSource(source("o", "orders"));
        draft.addProcessor("count", processor(), List.of("o"));
        draft.addStateStore(new StoreBuilderStub("orders-store"), List.of("count"));
        draft.addSource(source("c", "customers"));
        draft.addProcessor("keep", processor(), List.of("c"));
        draft.addStateStore(new StoreBuilderStub("customers-store"), List.of("keep"));
        draft.addGlobalStore(new StoreBuilderStub("cities-store"), source("g", "cities"), "fill", processor());
        return draft.definition();
    }
}
