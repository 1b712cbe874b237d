package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.HostInfo;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a member tells the group's leader about itself.
 *
 * @param process the process it runs in
 * @param stored tasks whose state the process has, on disk or in memory, each with the sum over its changelogs of the offsets up to
 *     which the state has them; or {@link #UNKNOWN}, or {@link #RUNNING}
 * @param standbys tasks whose state this member follows now
 * @param site where it runs
 * @param host where other instances reach the process with queries, null if they do not
 * @param topologyHash tells apart members that run different topologies; 0 if not known
 * @param endsApplication whether the whole application shall end, because the user's handler said so
 */
public record MemberSubscription(
        UUID process,
        Map<TaskId, Long> stored,
        Set<TaskId> standbys,
        Site site,
        @Nullable HostInfo host,
        long topologyHash,
        boolean endsApplication) {

    /** In place of a sum of offsets: there is state, but nobody knows how old it is. */
    public static final long UNKNOWN = -1;

    /** In place of a sum of offsets: the process runs the task, so that nobody can be further. */
    public static final long RUNNING = -2;

    public MemberSubscription {
        stored = Map.copyOf(stored);
        standbys = Set.copyOf(standbys);
    }

    /** A member of which nothing is known but its process. */
    static MemberSubscription unknown(UUID process) {
        return new MemberSubscription(process, Map.of(), Set.of(), Site.UNKNOWN, null, 0, false);
    }
}
