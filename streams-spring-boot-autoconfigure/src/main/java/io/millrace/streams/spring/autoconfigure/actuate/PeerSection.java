package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.StreamsMetadata;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.autoconfigure.ApplicationServer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** The instances that run a topology and say where they are reached, this one among them. */
final class PeerSection {

    private PeerSection() {}

    /** The instances by address, as maps that are written as JSON; none while the topology is not running. */
    static Map<String, Object> of(ManagedTopology topology) {
        Map<String, Object> shown = new TreeMap<>();
        if (!topology.status().state().isRunningOrRebalancing()) {
            return shown;
        }
        String here = Objects.toString(topology.config().get(StreamsConfig.APPLICATION_SERVER_CONFIG), "");
        for (StreamsMetadata peer : topology.client().metadataForAllStreamsClients()) {
            String address = ApplicationServer.text(peer.hostInfo());
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("local", address.equals(here));
            details.put("stores", new TreeSet<>(peer.stateStoreNames()));
            details.put("partitions", names(peer.topicPartitions()));
            details.put("standbyStores", new TreeSet<>(peer.standbyStateStoreNames()));
            details.put("standbyPartitions", names(peer.standbyTopicPartitions()));
            shown.put(address, details);
        }
        return shown;
    }

    private static Set<String> names(Iterable<TopicPartition> partitions) {
        Set<String> names = new TreeSet<>();
        partitions.forEach(partition -> names.add(partition.toString()));
        return names;
    }
}
