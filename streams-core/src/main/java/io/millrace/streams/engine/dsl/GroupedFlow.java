package io.millrace.streams.engine.dsl;

import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** A stream about to be aggregated by its key. A topic that the user named for the grouping serves all its aggregations. */
final class GroupedFlow<K, V> {

    private final Flow<K, V> flow;
    private final @Nullable String groupName;
    private final boolean sharesAlways;
    private RepartitionOperator.@Nullable Nodes shared;

    GroupedFlow(Flow<K, V> flow, @Nullable String groupName) {
        this(flow, groupName, false);
    }

    private GroupedFlow(Flow<K, V> flow, @Nullable String groupName, boolean sharesAlways) {
        this.flow = flow;
        this.groupName = groupName;
        this.sharesAlways = sharesAlways;
    }

    /** The same stream for a cogroup, whose aggregations share its topic even if the user did not name it. */
    GroupedFlow<K, V> ofCogroup() {
        return new GroupedFlow<>(flow, groupName, true);
    }

    OperatorGraph graph() {
        return flow.graph();
    }

    @Nullable
    Serde<K> keySerde() {
        return flow.keySerde();
    }

    @Nullable
    Serde<V> valueSerde() {
        return flow.valueSerde();
    }

    /** Adds the aggregation under a name already taken for it. */
    <KOut, A> Flow<KOut, A> aggregated(
            String name,
            String storeName,
            TableNode<KOut, A> table,
            @Nullable Serde<KOut> keySerde,
            @Nullable Serde<A> valueSerde) {
        return partitioned(storeName).then(name, new Work.OfTable(table), keySerde, valueSerde);
    }

    /** The flow, partitioned by its key. */
    Flow<K, V> partitioned(String storeName) {
        if (!flow.rekeyed()) {
            return flow;
        }
        String baseName = groupName == null ? storeName : groupName;
        RepartitionOperator.Nodes nodes = Repartitions.nodes(graph().names(), baseName);
        if (shared != null) {
            return Repartitions.behind(flow, shared);
        }
        if (groupName != null || sharesAlways) {
            shared = nodes;
        }
        return Repartitions.through(flow, nodes, baseName, Repartitions.Wish.any());
    }
}
