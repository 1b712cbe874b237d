package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.HostInfo;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * What the group's leader tells a member, apart from its partitions. All but the standbys is the same for every member.
 *
 * @param outcome how the assignment went
 * @param detail what went wrong, in words for the user; empty if nothing did
 * @param hosts what each host that takes queries has
 * @param partitionCounts partition counts of the topics that are read, by which a key's partition is found; empty if no host takes
 *     queries
 * @param standbys tasks whose state the member that gets this shall follow; means nothing unless the assignment succeeded
 * @param probe whether this member, which leads, shall ask for another round after the probing interval, because tasks wait for state
 *     to be warmed up; not sent, so false at all others
 */
public record AssignmentNews(
        Outcome outcome,
        String detail,
        Map<HostInfo, HostPartitions> hosts,
        Map<String, Integer> partitionCounts,
        SortedSet<TaskId> standbys,
        boolean probe) {

    public AssignmentNews {
        hosts = Map.copyOf(hosts);
        partitionCounts = Map.copyOf(partitionCounts);
        standbys = Collections.unmodifiableSortedSet(new TreeSet<>(standbys));
    }

    static AssignmentNews failed(Outcome outcome, String detail) {
        return new AssignmentNews(outcome, detail, Map.of(), Map.of(), Collections.emptySortedSet(), false);
    }

    AssignmentNews withProbe(boolean wanted) {
        return new AssignmentNews(outcome, detail, hosts, partitionCounts, standbys, wanted);
    }

    /** How an assignment went. Unless it succeeded, every member keeps what it has. */
    public enum Outcome {
        /** Everybody has what they should have, or will have it after the next round. */
        ASSIGNED(0),
        /** A source topic does not exist. */
        MISSING_SOURCE_TOPIC(1),
        /** The topics there are do not fit the topology, or may not be used. */
        UNFIT_TOPICS(2),
        /** The brokers did not answer in time; a later round may succeed. */
        POSTPONED(3),
        /** The user's assignor failed, or made an assignment that is not valid. */
        UNASSIGNABLE(4),
        /** A member asked for the end of the whole application. */
        APPLICATION_ENDS(5);

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        /** A code of a later version is an error of a kind that is not known here. */
        static Outcome ofCode(int code) {
            for (Outcome outcome : values()) {
                if (outcome.code == code) {
                    return outcome;
                }
            }
            return UNFIT_TOPICS;
        }
    }

    /**
     * What the members at one host have.
     *
     * @param active input partitions of the tasks they run
     * @param standby input partitions of the tasks whose state they follow
     */
    public record HostPartitions(Set<TopicPartition> active, Set<TopicPartition> standby) {

        public HostPartitions {
            active = Set.copyOf(active);
            standby = Set.copyOf(standby);
        }
    }
}
