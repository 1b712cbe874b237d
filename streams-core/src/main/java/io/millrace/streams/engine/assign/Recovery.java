package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which process can go on with a task soon, and which would have to restore first. */
final class Recovery {

    private final AssignmentProblem problem;
    private final long acceptableLag;
    private final Map<TaskId, List<ProcessShare>> homes = new HashMap<>();
    private final Map<TaskId, List<ProcessShare>> followers = new HashMap<>();

    Recovery(AssignmentProblem problem, Group group) {
        this.problem = problem;
        this.acceptableLag = problem.configs().acceptableRecoveryLag();
        for (ProcessShare process : group.processes()) {
            for (MemberShare member : process.members()) {
                member.member().running().forEach(task -> process.lags().putIfAbsent(task, 0L));
            }
            process.followed()
                    .forEach(task -> followers
                            .computeIfAbsent(task, id -> new ArrayList<>())
                            .add(process));
            process.lags().keySet().forEach(task -> {
                if (problem.tasks().contains(task)) {
                    homes.computeIfAbsent(task, id -> new ArrayList<>()).add(process);
                }
            });
        }
    }

    boolean isRestorable(TaskId task) {
        return problem.restorable().containsKey(task);
    }

    /** The processes that have state of a task, however old. */
    List<ProcessShare> homes(TaskId task) {
        return homes.getOrDefault(task, List.of());
    }

    /** The processes that follow the state of a task so far. */
    List<ProcessShare> followers(TaskId task) {
        return followers.getOrDefault(task, List.of());
    }

    /**
     * How many records a process would have to restore. State of unknown age counts as half of it: so it is ahead of none, and behind
     * what has caught up.
     */
    long lag(ProcessShare process, TaskId task) {
        long fromNothing = problem.restorable().getOrDefault(task, 0L);
        if (isOfUnknownAge(process, task)) {
            return fromNothing / 2;
        }
        return Math.min(fromNothing, process.lags().getOrDefault(task, fromNothing));
    }

    private static boolean isOfUnknownAge(ProcessShare process, TaskId task) {
        return process.lags().getOrDefault(task, 0L) == AssignmentProblem.NOT_KNOWN;
    }

    boolean isCaughtUp(ProcessShare process, TaskId task) {
        return isQuick(task) || (!isOfUnknownAge(process, task) && lag(process, task) <= acceptableLag);
    }

    /** Whether a task can go anywhere, because it is restored from nothing in no time. */
    boolean isQuick(TaskId task) {
        return problem.restorable().getOrDefault(task, 0L) <= acceptableLag;
    }

    /** The lag as far as it matters: among those that have caught up nobody is better. */
    long delay(ProcessShare process, TaskId task) {
        return isCaughtUp(process, task) ? 0 : lag(process, task);
    }

    /** Whether one process could go on so much sooner than another that the other should be given time to catch up. */
    boolean isAhead(ProcessShare one, ProcessShare other, TaskId task) {
        return !isCaughtUp(other, task) && (isCaughtUp(one, task) || lag(one, task) <= lag(other, task) / 2);
    }

    /** The process that can go on soonest; its present one, if others are no better. */
    @Nullable
    ProcessShare furthest(TaskId task, @Nullable MemberShare owner) {
        ProcessShare best = owner == null ? null : owner.process();
        for (ProcessShare home : homes(task)) {
            if (best == null || delay(home, task) < delay(best, task)) {
                best = home;
            }
        }
        return best;
    }
}
