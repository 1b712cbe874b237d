package io.millrace.streams.engine.dsl;

import io.millrace.streams.processor.StreamPartitioner;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts repartition topics into a flow. */
final class Repartitions {

    private static final String SUFFIX = "-repartition";
    private static final Pattern GENERATED = Pattern.compile("KSTREAM.*-[0-9]{10}");

    private Repartitions() {}

    /**
     * What is asked of a topic.
     *
     * @param partitions null to follow what feeds it
     * @param partitioner null for the producer's
     */
    record Wish<K, V>(
            @Nullable Integer partitions,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner,
            RepartitionOperator.Sharing sharing) {

        /** Of an operator that needs records partitioned by their key, wherever that happens. */
        static <K, V> Wish<K, V> any() {
            return new Wish<>(null, null, RepartitionOperator.Sharing.IF_MERGED);
        }

        /** Of the user for a topic of its own. */
        static <K, V> Wish<K, V> asked(
                @Nullable Integer partitions, @Nullable StreamPartitioner<? super K, ? super V> partitioner) {
            return new Wish<>(partitions, partitioner, RepartitionOperator.Sharing.NEVER);
        }
    }

    /** Names of the nodes of a repartition; taken even if an earlier repartition turns out to serve. */
    static RepartitionOperator.Nodes nodes(NameSource names, String baseName) {
        String given = GENERATED.matcher(baseName).matches() ? null : baseName + SUFFIX;
        String sink = names.node(given, "-sink", "KSTREAM-SINK-");
        String filter = names.node(given, "-filter", "KSTREAM-FILTER-");
        String source = names.node(given, "-source", "KSTREAM-SOURCE-");
        return new RepartitionOperator.Nodes(filter, sink, source, names.id(source));
    }

    /** Sends a flow through a topic named after something. */
    static <K, V> Flow<K, V> through(
            Flow<K, V> flow, RepartitionOperator.Nodes nodes, String baseName, Wish<K, V> wish) {
        var keySerde = flow.keySerde();
        var valueSerde = flow.valueSerde();
        flow.graph()
                .add(new RepartitionOperator(
                        nodes,
                        List.of(flow.node()),
                        topic(baseName),
                        wish.partitions(),
                        new SinkOperator.Output(
                                Serdes.serializer(keySerde), Serdes.serializer(valueSerde), wish.partitioner()),
                        new RepartitionOperator.Input(
                                Serdes.deserializer(keySerde), Serdes.deserializer(valueSerde), false),
                        wish.sharing()));
        return behind(flow, nodes);
    }

    /** The flow that comes out of a repartition. */
    static <K, V> Flow<K, V> behind(Flow<K, V> flow, RepartitionOperator.Nodes nodes) {
        return new Flow<>(flow.graph(), nodes.id(), flow.keySerde(), flow.valueSerde(), Set.of(nodes.id()), false);
    }

    static String topic(String baseName) {
        return baseName + SUFFIX;
    }
}
