package io.millrace.streams;

import io.millrace.streams.processor.TopicNameExtractor;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a topology consists of: sub-topologies with their nodes, and global stores. Its {@code toString()} is meant for reading.
 *
 * <p>Descriptions of equal topologies are equal. A description does not change when its topology does.
 */
public interface TopologyDescription {

    /** Nodes that are connected with each other, by records or by state stores, and run in one task. */
    interface Subtopology {

        /**
         * The number of the sub-topology, the first part of the ids of its tasks.
         *
         * @return the number, from 0
         */
        int id();

        /**
         * The nodes.
         *
         * @return the nodes
         */
        Set<Node> nodes();
    }

    /** A store of which every client holds all partitions, with the two nodes that maintain it. */
    interface GlobalStore {

        /**
         * The node that reads the topic of the store.
         *
         * @return the source
         */
        Source source();

        /**
         * The node that writes to the store.
         *
         * @return the processor
         */
        Processor processor();

        /**
         * The number of the sub-topology that consists of the two nodes.
         *
         * @return the number
         */
        int id();
    }

    /** A node: a source, a processor or a sink. */
    interface Node {

        /**
         * The name, unique within the topology.
         *
         * @return the name
         */
        String name();

        /**
         * The nodes that forward records to this one.
         *
         * @return the nodes, empty for a source
         */
        Set<Node> predecessors();

        /**
         * The nodes that this one forwards records to.
         *
         * @return the nodes, empty for a sink
         */
        Set<Node> successors();
    }

    /** A node that reads topics. It has either a set of topics or a pattern for their names. */
    interface Source extends Node {

        /**
         * The topics.
         *
         * @return the names, or null if the source has a pattern
         */
        @Nullable
        Set<String> topicSet();

        /**
         * The pattern for the names of topics.
         *
         * @return the pattern, or null if the source has a set of topics
         */
        @Nullable
        Pattern topicPattern();
    }

    /** A node that processes records. */
    interface Processor extends Node {

        /**
         * The names of the state stores that are connected to the node.
         *
         * @return the names, empty for none
         */
        Set<String> stores();
    }

    /** A node that writes to a topic. It has either one topic or an extractor that chooses it for each record. */
    interface Sink extends Node {

        /**
         * The topic.
         *
         * @return the name, or null if the sink has an extractor
         */
        @Nullable
        String topic();

        /**
         * The extractor that chooses the topic.
         *
         * @return the extractor, or null if the sink has one topic
         */
        @Nullable
        TopicNameExtractor<?, ?> topicNameExtractor();
    }

    /**
     * The sub-topologies.
     *
     * @return the sub-topologies, ordered by number
     */
    Set<Subtopology> subtopologies();

    /**
     * The global stores.
     *
     * @return the global stores, ordered by number
     */
    Set<GlobalStore> globalStores();
}
