package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.Topology;
import io.millrace.streams.TopologyDescription;
import java.util.Set;
import java.util.TreeSet;

/** The topics that a topology reads and does not create itself. */
final class SourceTopics {

    private static final String REPARTITION_SUFFIX = "-repartition";

    private SourceTopics() {}

    /** Names of the source topics; what patterns match is not among them. */
    static Set<String> of(Topology topology) {
        Set<String> read = new TreeSet<>();
        Set<String> written = new TreeSet<>();
        TopologyDescription description = topology.describe();
        for (TopologyDescription.Subtopology subtopology : description.subtopologies()) {
            for (TopologyDescription.Node node : subtopology.nodes()) {
                if (node instanceof TopologyDescription.Source source && source.topicSet() != null) {
                    read.addAll(source.topicSet());
                } else if (node instanceof TopologyDescription.Sink sink && sink.topic() != null) {
                    written.add(sink.topic());
                }
            }
        }
        description.globalStores().forEach(global -> read.addAll(global.source().topicSet()));
        // The engine creates a repartition topic, which is read and written under the name that the description shows.
        read.removeIf(topic -> topic.endsWith(REPARTITION_SUFFIX) && written.contains(topic));
        return read;
    }
}
