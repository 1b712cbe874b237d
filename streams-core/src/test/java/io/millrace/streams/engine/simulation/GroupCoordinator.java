package io.millrace.streams.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.jspecify.annotations.Nullable;

/** The broker's side of one group of the classic protocol. */
public final class GroupCoordinator {

    static final long SESSION_MS = 6_000;
    static final long REBALANCE_MS = 8_000;

    private final SimulatedTime time;
    private final Trace trace;
    private final Map<String, Member> members = new TreeMap<>();
    private State state = State.EMPTY;
    private int generation;
    private int ids;
    private @Nullable String leader;
    private long deadlineMs;

    /** Where a group is between two generations. */
    public enum State {
        EMPTY,
        PREPARING,
        COMPLETING,
        STABLE
    }

    /** What the group says to a member. */
    enum Answer {
        OK,
        WAIT,
        REBALANCING,
        UNKNOWN_MEMBER,
        OLD_GENERATION
    }

    /** What a member that joined is told. */
    record Joined(int generation, boolean leads, Map<String, Subscription> subscriptions) {}

    private static final class Member {

        private Subscription subscription;
        private boolean waiting;
        private long heardMs;
        private @Nullable Joined answer;
        private @Nullable Assignment assignment;

        private Member(Subscription subscription) {
            this.subscription = subscription;
        }
    }

    GroupCoordinator(SimulatedTime time, Trace trace) {
        this.time = time;
        this.trace = trace;
    }

    public State state() {
        return state;
    }

    public int generation() {
        return generation;
    }

    public int size() {
        return members.size();
    }

    /** A member asks to be in the next generation. Answers with its id; null if it is not known any more. */
    @Nullable
    String join(String id, Subscription subscription) {
        String known = id;
        if (id.isEmpty()) {
            known = "m" + ++ids;
            members.put(known, new Member(subscription));
        } else if (!members.containsKey(id)) {
            return null;
        }
        Member member = members.get(known);
        member.subscription = subscription;
        member.heardMs = time.elapsedMs();
        member.answer = null;
        if (state != State.PREPARING) {
            prepare(known + " joins");
        }
        member.waiting = true;
        completeIfReady();
        return known;
    }

    private void prepare(String why) {
        trace.event("group prepares generation " + (generation + 1) + ": " + why);
        state = State.PREPARING;
        deadlineMs = time.elapsedMs() + REBALANCE_MS;
        members.values().forEach(member -> member.waiting = false);
    }

    private void completeIfReady() {
        if (state != State.PREPARING) {
            return;
        }
        if (time.elapsedMs() >= deadlineMs) {
            if (members.values().removeIf(member -> !member.waiting)) {
                trace.sometimes("a member missed a rebalance");
            }
        }
        if (members.isEmpty()) {
            state = State.EMPTY;
            return;
        }
        if (members.values().stream().allMatch(member -> member.waiting)) {
            generation++;
            state = State.COMPLETING;
            if (leader == null || !members.containsKey(leader)) {
                leader = members.keySet().iterator().next();
            }
            Map<String, Subscription> subscriptions = new TreeMap<>();
            members.forEach((id, member) -> subscriptions.put(id, member.subscription));
            members.forEach((id, member) -> {
                member.waiting = false;
                member.heardMs = time.elapsedMs();
                member.assignment = null;
                member.answer = new Joined(generation, id.equals(leader), subscriptions);
            });
            trace.event("group generation " + generation + " of " + members.keySet() + " led by " + leader);
        }
    }

    boolean knows(String id) {
        return members.containsKey(id);
    }

    /** What became of a join; null while it waits for others. */
    @Nullable
    Joined joined(String id) {
        completeIfReady();
        return members.get(id).answer;
    }

    Answer sync(String id, int ofGeneration, @Nullable Map<String, Assignment> assignments) {
        Answer answer = check(id, ofGeneration);
        if (answer != Answer.OK) {
            return answer;
        }
        if (state == State.PREPARING) {
            return Answer.REBALANCING;
        }
        if (state == State.COMPLETING && assignments != null) {
            assignments.forEach((member, assignment) -> {
                if (members.containsKey(member)) {
                    members.get(member).assignment = assignment;
                }
            });
            state = State.STABLE;
        }
        return state == State.STABLE ? Answer.OK : Answer.WAIT;
    }

    Assignment assignment(String id) {
        Assignment assignment = members.get(id).assignment;
        return assignment == null ? new Assignment(List.of()) : assignment;
    }

    /** Whether a member may go on, or commit, as one of this generation. */
    Answer check(String id, int ofGeneration) {
        if (!members.containsKey(id)) {
            return Answer.UNKNOWN_MEMBER;
        }
        return ofGeneration == generation ? Answer.OK : Answer.OLD_GENERATION;
    }

    Answer heartbeat(String id, int ofGeneration) {
        Answer answer = check(id, ofGeneration);
        if (answer == Answer.OK) {
            members.get(id).heardMs = time.elapsedMs();
            completeIfReady();
            return state == State.PREPARING ? Answer.REBALANCING : Answer.OK;
        }
        return answer;
    }

    /** The member's client is alive, whatever it does. */
    void heard(String id) {
        Member member = members.get(id);
        if (member != null) {
            member.heardMs = time.elapsedMs();
        }
    }

    void leave(String id) {
        remove(List.of(id), "left");
    }

    /** Time has passed. */
    void expire() {
        List<String> expired = new ArrayList<>();
        members.forEach((id, member) -> {
            if (time.elapsedMs() - member.heardMs > SESSION_MS) {
                expired.add(id);
            }
        });
        remove(expired, "expired");
        completeIfReady();
    }

    private void remove(List<String> ids, String why) {
        if (members.keySet().removeAll(ids)) {
            if (state != State.PREPARING) {
                prepare(ids + " " + why);
            }
            completeIfReady();
        }
    }
}
