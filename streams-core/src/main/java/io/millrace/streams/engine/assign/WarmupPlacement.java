package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets tasks wait where their state is until it has been brought to where they are to run: a task that would stop processing for a
 * restore stays with a process that need not restore it, or far less, and its destination follows its changelogs meanwhile.
 */
final class WarmupPlacement {

    private final Recovery recovery;
    private final int limit;
    private final Map<TaskId, MemberShare> running = new TreeMap<>();
    private final Map<TaskId, MemberShare> waiting = new TreeMap<>();
    private final Map<MemberShare, Integer> counts = new HashMap<>();

    WarmupPlacement(AssignmentProblem problem, Recovery recovery) {
        this.recovery = recovery;
        this.limit = problem.configs().maxWarmupReplicas();
    }

    /**
     * Decides for each task whether it can go to where it is to run.
     *
     * @param owners who runs which task now
     */
    void decide(Map<TaskId, MemberShare> placed, Map<TaskId, MemberShare> owners) {
        placed.forEach((task, destination) -> {
            if (recovery.isRestorable(task) && waits(task, destination, owners.get(task))) {
                waiting.put(task, destination);
            } else {
                run(task, destination);
            }
        });
        waiting.keySet().forEach(task -> run(task, whereItWaits(task, owners.get(task))));
    }

    /** Who runs what until the next round. */
    Map<TaskId, MemberShare> running() {
        return running;
    }

    /** Where the tasks that wait are to run in the end. */
    Map<TaskId, MemberShare> waiting() {
        return waiting;
    }

    /** Has destinations follow what they lack, unless they do as standbys; those first that lack least. */
    void warmUp() {
        waiting.entrySet().stream()
                .filter(entry -> !entry.getValue().process().standbys().contains(entry.getKey()))
                .sorted(Comparator.comparing((Map.Entry<TaskId, MemberShare> entry) ->
                                !entry.getValue().process().follows(entry.getKey()))
                        .thenComparingLong(
                                entry -> recovery.lag(entry.getValue().process(), entry.getKey()))
                        .thenComparing(Map.Entry::getKey))
                .limit(limit)
                .forEach(entry -> entry.getValue().process().standbys().add(entry.getKey()));
    }

    private boolean waits(TaskId task, MemberShare destination, @Nullable MemberShare owner) {
        ProcessShare furthest = recovery.furthest(task, owner);
        return furthest != null
                && furthest != destination.process()
                && recovery.isAhead(furthest, destination.process(), task);
    }

    private MemberShare whereItWaits(TaskId task, @Nullable MemberShare owner) {
        ProcessShare furthest = recovery.furthest(task, owner);
        if (furthest == null) {
            throw new IllegalStateException("Task " + task + " waits nowhere");
        }
        return owner != null && owner.process() == furthest ? owner : leastBusy(furthest.members(), task);
    }

    private MemberShare leastBusy(List<MemberShare> members, TaskId task) {
        return members.stream()
                .min(Comparator.comparing((MemberShare member) ->
                                !member.member().standbys().contains(task))
                        .thenComparingInt(member -> counts.getOrDefault(member, 0))
                        .thenComparing(MemberShare::id))
                .orElseThrow();
    }

    private void run(TaskId task, MemberShare member) {
        running.put(task, member);
        counts.merge(member, 1, Integer::sum);
    }
}
