package io.millrace.streams.engine.dsl;

import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records through a repartition topic, so that they come out partitioned by their key. Children know it by the source at
 * its far end.
 *
 * @param names its nodes
 * @param topic name of the topic without the application id
 * @param partitions null to follow what feeds it
 * @param sharing whether a rewrite may put another in its place
 */
record RepartitionOperator(
        Nodes names,
        List<String> parents,
        String topic,
        @Nullable Integer partitions,
        SinkOperator.Output output,
        Input input,
        Sharing sharing)
        implements Operator {

    /** Whether other operators may use the same topic. */
    enum Sharing {
        NEVER,
        IF_MERGED
    }

    /**
     * Names of the nodes.
     *
     * @param filter the node before the sink, null if there is none
     * @param id tells repartitions apart to which the user has given one name, of which rewrites may leave one
     */
    record Nodes(@Nullable String filter, String sink, String source, String id) {

        Nodes(@Nullable String filter, String sink, String source) {
            this(filter, sink, source, source);
        }
    }

    /**
     * What reaches the far end; null deserializers mean the default.
     *
     * @param keepsNullKeys whether records without a key are sent
     */
    record Input(
            @Nullable Deserializer<?> keyDeserializer,
            @Nullable Deserializer<?> valueDeserializer,
            boolean keepsNullKeys) {}

    RepartitionOperator {
        parents = List.copyOf(parents);
    }

    RepartitionOperator(
            Nodes names,
            List<String> parents,
            String topic,
            @Nullable Integer partitions,
            SinkOperator.Output output,
            Input input) {
        this(names, parents, topic, partitions, output, input, Sharing.NEVER);
    }

    boolean isMergeable() {
        return sharing == Sharing.IF_MERGED;
    }

    /** The same for records without a key as well. */
    RepartitionOperator keepingNullKeys() {
        Input all = new Input(input.keyDeserializer(), input.valueDeserializer(), true);
        return new RepartitionOperator(names, parents, topic, partitions, output, all, sharing);
    }

    @Override
    public String name() {
        return names.id();
    }

    @Override
    public Operator renamed(Renaming renaming) {
        return new RepartitionOperator(names, renaming.list(parents), topic, partitions, output, input, sharing);
    }
}
