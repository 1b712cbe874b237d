package io.millrace.streams.engine.query;

import io.millrace.streams.KeyQueryMetadata;
import io.millrace.streams.StreamsMetadata;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.state.HostInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Which instance of the application hosts what, as far as the group's leader told the last time. Every worker of this instance
 * publishes what it hears, as one immutable value; any thread asks.
 */
public final class InstanceDirectory {

    private final ExecutionPlan plan;
    private final @Nullable HostInfo here;
    private final Set<String> globalStores;
    private volatile Hosting hosting = new Hosting(Map.of(), Map.of());

    /**
     * What one instance has.
     *
     * @param active input partitions of the tasks it runs
     * @param standby input partitions of the tasks whose state it follows
     */
    public record Share(Set<TopicPartition> active, Set<TopicPartition> standby) {

        public Share {
            active = Set.copyOf(active);
            standby = Set.copyOf(standby);
        }
    }

    private record Hosting(Map<HostInfo, Share> shares, Map<String, Integer> partitionCounts) {}

    /**
     * A directory that knows no instance yet.
     *
     * @param here where this instance is reached, null if it is not
     */
    public InstanceDirectory(ExecutionPlan plan, @Nullable HostInfo here) {
        this.plan = plan;
        this.here = here;
        this.globalStores = plan.globals().stores().stream()
                .map(StorePlan::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Replaces what is known.
     *
     * @param shares what each instance has that can be reached
     * @param partitionCounts partition counts of the topics that are read
     */
    public void publish(Map<HostInfo, Share> shares, Map<String, Integer> partitionCounts) {
        hosting = new Hosting(Map.copyOf(shares), Map.copyOf(partitionCounts));
    }

    /** All instances that can be reached. Each of them has all global stores. */
    public Collection<StreamsMetadata> all() {
        Hosting now = hosting;
        List<SubtopologyPlan> subtopologies = resolved(now).subtopologies();
        List<StreamsMetadata> found = new ArrayList<>();
        now.shares().forEach((host, share) -> {
            Set<String> stores = storesRead(subtopologies, share.active());
            stores.addAll(globalStores);
            found.add(new InstanceView(
                    host, stores, share.active(), share.standby(), storesRead(subtopologies, share.standby())));
        });
        found.sort(Comparator.comparing(StreamsMetadata::host).thenComparingInt(StreamsMetadata::port));
        return List.copyOf(found);
    }

    /** The instances that host some of a store, active or standby; none if there is no such store. */
    public Collection<StreamsMetadata> hosting(String store) {
        Objects.requireNonNull(store, "The name of the store must not be null");
        return all().stream()
                .filter(instance -> instance.stateStoreNames().contains(store)
                        || instance.standbyStateStoreNames().contains(store))
                .toList();
    }

    /** Where a key is, if its store's records are partitioned as a producer does by default; see the other one. */
    public <K> @Nullable KeyQueryMetadata find(String store, K key, Serializer<K> serializer) {
        Objects.requireNonNull(serializer, "The key serializer must not be null");
        return find(store, key, (topic, asked, value, partitions) -> {
            byte[] bytes = serializer.serialize(topic, key);
            return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(bytes)) % partitions));
        });
    }

    /**
     * Where a key is. A key of a global store is everywhere, in no partition: this instance is told, if it can be reached.
     *
     * @return null if there is no such store, {@link KeyQueryMetadata#NOT_AVAILABLE} if no reachable instance hosts the key's partition,
     *     or none is known at all
     * @throws IllegalArgumentException if the partitioner does not give exactly one partition
     */
    public <K> @Nullable KeyQueryMetadata find(String store, K key, StreamPartitioner<? super K, ?> partitioner) {
        Objects.requireNonNull(store, "The name of the store must not be null");
        Objects.requireNonNull(key, "The key must not be null");
        Objects.requireNonNull(partitioner, "The partitioner must not be null");
        Hosting now = hosting;
        boolean silent = now.shares().isEmpty();
        if (silent && (now.partitionCounts().isEmpty() || globalStores.contains(store))) {
            return KeyQueryMetadata.NOT_AVAILABLE;
        }
        if (globalStores.contains(store)) {
            HostInfo nearest = here == null ? now.shares().keySet().iterator().next() : here;
            return new KeyQueryMetadata(nearest, Set.of(), -1);
        }
        Optional<SubtopologyPlan> host = resolved(now).subtopologies().stream()
                .filter(subtopology -> storesOf(subtopology).contains(store))
                .findFirst();
        if (host.isEmpty()) {
            return silent ? KeyQueryMetadata.NOT_AVAILABLE : null;
        }
        String widest = null;
        int partitions = 0;
        for (String topic : host.get().sourceTopics()) {
            int count = now.partitionCounts().getOrDefault(topic, 0);
            if (count > partitions) {
                widest = topic;
                partitions = count;
            }
        }
        if (widest == null) {
            return KeyQueryMetadata.NOT_AVAILABLE;
        }
        // The partitioner is asked also if no instance can be reached: from it callers learn how many partitions there
        // are.
        return metadata(now, host.get(), partitionOf(widest, key, partitions, partitioner));
    }

    @SuppressWarnings({"unchecked", "NullAway"
    }) // A key is looked up without a value, so it does not matter which it takes.
    private static <K> int partitionOf(
            String topic, K key, int partitions, StreamPartitioner<? super K, ?> partitioner) {
        Optional<Set<Integer>> chosen =
                ((StreamPartitioner<K, @Nullable Object>) partitioner).partitions(topic, key, null, partitions);
        if (chosen.isEmpty() || chosen.get().size() != 1) {
            throw new IllegalArgumentException("The partitioner must give exactly one partition of topic '" + topic
                    + "' for a key that is looked up, but it gave "
                    + chosen.map(Object::toString).orElse("none"));
        }
        return chosen.get().iterator().next();
    }

    private static KeyQueryMetadata metadata(Hosting now, SubtopologyPlan subtopology, int partition) {
        HostInfo active = null;
        Set<HostInfo> standbys = new HashSet<>();
        for (Map.Entry<HostInfo, Share> entry : now.shares().entrySet()) {
            if (has(entry.getValue().active(), subtopology, partition)) {
                active = entry.getKey();
            }
            if (has(entry.getValue().standby(), subtopology, partition)) {
                standbys.add(entry.getKey());
            }
        }
        if (active == null && standbys.isEmpty()) {
            return KeyQueryMetadata.NOT_AVAILABLE;
        }
        return new KeyQueryMetadata(active == null ? HostInfo.unavailable() : active, standbys, partition);
    }

    private static boolean has(Set<TopicPartition> share, SubtopologyPlan subtopology, int partition) {
        return subtopology.sourceTopics().stream()
                .anyMatch(topic -> share.contains(new TopicPartition(topic, partition)));
    }

    private ExecutionPlan resolved(Hosting now) {
        return plan.hasPatterns() ? plan.resolve(now.partitionCounts().keySet()) : plan;
    }

    private static Set<String> storesRead(List<SubtopologyPlan> subtopologies, Set<TopicPartition> inputs) {
        Set<String> topics = new HashSet<>();
        inputs.forEach(input -> topics.add(input.topic()));
        Set<String> stores = new LinkedHashSet<>();
        for (SubtopologyPlan subtopology : subtopologies) {
            if (subtopology.sourceTopics().stream().anyMatch(topics::contains)) {
                stores.addAll(storesOf(subtopology));
            }
        }
        return stores;
    }

    private static Set<String> storesOf(SubtopologyPlan subtopology) {
        Set<String> names = new LinkedHashSet<>();
        for (StorePlan store : subtopology.stores()) {
            names.add(store.name());
        }
        return names;
    }
}
