package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.topology.StoreNode;
import io.millrace.streams.engine.topology.TopologyBlueprint;
import io.millrace.streams.errors.TopologyException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Refuses a topology that leaves names to the library which are kept outside of the application: their numbers change when an
 * operator is added before them, and the state under the old name is lost.
 */
final class ExplicitNames {

    private ExplicitNames() {}

    static void require(NameSource names, TopologyBlueprint topology) {
        List<StoreNode> stores = topology.stores().values().stream()
                .filter(store -> names.isGenerated(store.name()))
                .toList();
        String changelogs = named(
                "changelog topic(s)",
                stores.stream()
                        .filter(store -> store.builder().loggingEnabled() && store.sourceTopic() == null)
                        .map(store -> store.name() + "-changelog"));
        Stream<String> ours = stores.stream().map(StoreNode::name).filter(store -> !names.isInner(store));
        Stream<String> globals = topology.globals().keySet().stream().filter(names::isGenerated);
        String storeNames = named("state store(s)", Stream.concat(ours, globals));
        String repartitions = named(
                "repartition topic(s)",
                topology.repartitions().keySet().stream().filter(names::isGenerated));
        String complaint = changelogs + storeNames + repartitions;
        if (!complaint.isEmpty()) {
            throw new TopologyException(complaint);
        }
    }

    private static String named(String kind, Stream<String> names) {
        List<String> all = names.toList();
        return all.isEmpty() ? "" : "Following " + kind + " has not been named: " + String.join(", ", all) + "\n";
    }
}
