package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** What the members of one process have together, while an assignment is being made. */
final class ProcessShare {

    private final UUID id;
    private final Site site;
    private final List<MemberShare> members = new ArrayList<>();
    private final Map<TaskId, Long> lags = new HashMap<>();
    private final Set<TaskId> followed = new HashSet<>();
    private final SortedSet<TaskId> standbys = new TreeSet<>();
    private int active;
    private int reserved;

    ProcessShare(UUID id, Site site) {
        this.id = id;
        this.site = site;
    }

    /** Takes in a member; to be called in the order of their ids. */
    MemberShare join(AssignmentProblem.Member member) {
        MemberShare share = new MemberShare(member, this);
        members.add(share);
        member.lags().forEach((task, lag) -> lags.merge(task, lag, Math::min));
        followed.addAll(member.standbys());
        return share;
    }

    UUID id() {
        return id;
    }

    Site site() {
        return site;
    }

    List<MemberShare> members() {
        return members;
    }

    /** How far its state is behind, for the tasks of which it has any. */
    Map<TaskId, Long> lags() {
        return lags;
    }

    /** The tasks whose state it follows so far. */
    Set<TaskId> followed() {
        return followed;
    }

    /** Whether it follows a task's state so far. */
    boolean follows(TaskId task) {
        return followed.contains(task);
    }

    /** Tasks whose state it shall follow. */
    SortedSet<TaskId> standbys() {
        return standbys;
    }

    int threads() {
        return members.size();
    }

    void countActive(int change) {
        active += change;
    }

    double activeLoad() {
        return (double) active / threads();
    }

    double standbyLoad() {
        return (double) standbys.size() / threads();
    }

    /** How many more tasks its members may get that are not promised to it yet. */
    int room() {
        int free = 0;
        for (MemberShare member : members) {
            free += Math.max(0, member.free());
        }
        return free - reserved;
    }

    void reserve(int change) {
        reserved += change;
    }
}
