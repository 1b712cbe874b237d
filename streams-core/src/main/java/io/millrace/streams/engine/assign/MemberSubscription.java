package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.HostInfo;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a member tells the group's leader about itself.
 *
 * @param process the process it runs in
 * @param stored tasks whose state is on the process's disk
 * @param host where other instances reach the process with queries, null if they do not
 * @param topologyHash tells apart members that run different topologies; 0 if not known
 */
public record MemberSubscription(
        UUID process, Set<TaskId> stored, @Nullable HostInfo host, long topologyHash) {

    public MemberSubscription {
        stored = Set.copyOf(stored);
    }
}
