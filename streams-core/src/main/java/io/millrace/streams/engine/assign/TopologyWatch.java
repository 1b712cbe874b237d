package io.millrace.streams.engine.assign;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the members of a group run different topologies. So it is for a while in a rolling upgrade; but two applications that share
 * an id by mistake take each other's tasks, and nobody sees why records are missing. Owned by the thread of the consumer.
 */
final class TopologyWatch {

    /** How many members are named of each topology. */
    private static final int NAMED = 10;

    private SortedMap<Long, SortedSet<String>> seen = new TreeMap<>();

    /**
     * Looks at a group.
     *
     * @return what to tell, null if there is nothing new
     */
    @Nullable
    String look(Map<String, MemberSubscription> members) {
        SortedMap<Long, SortedSet<String>> topologies = new TreeMap<>();
        members.forEach((id, member) -> {
            if (member.topologyHash() != 0) { // One that does not tell may run any.
                topologies
                        .computeIfAbsent(member.topologyHash(), hash -> new TreeSet<>())
                        .add(id);
            }
        });
        Set<Long> before = Set.copyOf(seen.keySet());
        boolean unchanged = topologies.equals(seen);
        seen = topologies;
        if (unchanged || topologies.size() < 2) {
            return before.size() > 1 && topologies.size() < 2
                    ? "All members of the group run the same topology now"
                    : null;
        }
        return "The members of the group run " + topologies.size() + " different topologies: "
                + topologies.entrySet().stream()
                        .map(topology -> Long.toHexString(topology.getKey()) + " by " + named(topology.getValue()))
                        .collect(Collectors.joining("; "))
                + ". Each task is run as whichever member it is assigned to knows it. Unless this is a rolling upgrade"
                + " to a compatible topology, give each application its own application.id; Topology.describe() shows"
                + " what is different";
    }

    private static String named(SortedSet<String> members) {
        List<String> first = members.stream().limit(NAMED).toList();
        return first + (members.size() > NAMED ? " and " + (members.size() - NAMED) + " more" : "");
    }
}
