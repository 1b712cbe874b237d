package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.assign.AssignmentNews;
import io.millrace.streams.engine.assign.AssignmentPlanner;
import io.millrace.streams.engine.assign.GroupMember;
import io.millrace.streams.engine.assign.MemberSubscription;
import io.millrace.streams.engine.assign.Site;
import io.millrace.streams.engine.assign.UserAssignment;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.engine.query.InstanceDirectory;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TaskAssignmentException;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import io.millrace.streams.state.HostInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker tells the group's leader and hears from it. Called on the worker's thread, inside a poll. */
final class WorkerMembership implements GroupMember {

    private static final Logger log = LoggerFactory.getLogger(WorkerMembership.class);

    /** How long the group waits before it tries again to make an assignment that was postponed. */
    private static final long POSTPONED_ASSIGNMENT_MS = 1_000;

    /** What the message of every {@link TopologyException} begins with. */
    private static final String INVALID_TOPOLOGY = "Invalid topology: ";

    private final EngineSettings settings;
    private final Own own;
    private final Leading leading;
    private final InstanceDirectory instances;
    private final Mailbox mailbox;
    private final Site site;
    private volatile boolean joining;
    private int rounds;
    private boolean asksForTheEnd;
    private boolean allWereToldOfTheEnd;

    /**
     * What a worker needs when it leads the group.
     *
     * @param planner makes the plan
     * @param assignor the user's way to assign, null for the engine's
     */
    record Leading(AssignmentPlanner planner, @Nullable UserAssignment assignor) {}

    /**
     * What a worker tells of itself.
     *
     * @param homes where its process keeps state
     * @param tasks the tasks of its process
     * @param worker its name among those of its process
     * @param topologyHash that of the topology it runs
     */
    record Own(TaskHomes homes, LocalTasks tasks, String worker, long topologyHash) {}

    WorkerMembership(
            EngineSettings settings,
            Own own,
            Leading leading,
            InstanceDirectory instances,
            Mailbox mailbox,
            Site site) {
        this.settings = settings;
        this.own = own;
        this.leading = leading;
        this.instances = instances;
        this.mailbox = mailbox;
        this.site = site;
    }

    /** How many assignments the member has had. */
    int rounds() {
        return rounds;
    }

    /** Whether the member is between asking for an assignment and having it. The group knows it no more as what it was before. */
    boolean isJoining() {
        return joining;
    }

    /** Asks for the end of the whole application, with the next subscription. */
    void askForTheEndOfTheApplication() {
        asksForTheEnd = true;
    }

    /** Whether all members were told that the application ends. */
    boolean allWereToldOfTheEnd() {
        return allWereToldOfTheEnd;
    }

    @Override
    public MemberSubscription subscription() {
        joining = true;
        return new MemberSubscription(
                own.homes().processId(),
                own.tasks().stored(own.homes(), this::changelogs),
                own.tasks().standbysOf(own.worker()),
                site,
                settings.host(),
                own.topologyHash(),
                asksForTheEnd);
    }

    @Override
    public AssignmentConfigs configs() {
        return settings.assignment();
    }

    @Override
    public Set<TopicPartition> changelogs(TaskId task) {
        return leading.planner().changelogs(task);
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
        return leading.planner().endOffsets(partitions);
    }

    @Override
    public Map<TopicPartition, Set<String>> racks(Set<TopicPartition> partitions) {
        return leading.planner().racks(partitions);
    }

    @Override
    public PartitionedPlan plan(Cluster metadata) {
        return leading.planner().plan(metadata);
    }

    @Override
    public @Nullable UserAssignment userAssignment() {
        return leading.assignor();
    }

    @Override
    public void onNews(AssignmentNews news, boolean askAgain) {
        joining = false;
        rounds++;
        switch (news.outcome()) {
            case ASSIGNED -> {
                publish(news);
                mailbox.post(new Mail.StandbysAssigned(news.standbys()));
            }
            case MISSING_SOURCE_TOPIC ->
                mailbox.post(new Mail.AssignmentFailed(new MissingSourceTopicException(news.detail())));
            case UNASSIGNABLE -> mailbox.post(new Mail.AssignmentFailed(new TaskAssignmentException(news.detail())));
            case UNFIT_TOPICS -> mailbox.post(new Mail.AssignmentFailed(unfit(news.detail())));
            case APPLICATION_ENDS -> {
                allWereToldOfTheEnd = true;
                mailbox.post(new Mail.ApplicationEnds());
            }
            case POSTPONED -> log.warn("The assignment of tasks was postponed: {}", news.detail());
        }
        mailbox.post(ask(askAgain, news.probe()));
    }

    /** Each round says anew whether there should be another. */
    private Mail ask(boolean again, boolean probe) {
        if (again) {
            return new Mail.AskForAssignment(POSTPONED_ASSIGNMENT_MS, "the last assignment was postponed");
        }
        long afterMs = probe ? settings.assignment().probingRebalanceIntervalMs() : Mail.AskForAssignment.NEVER;
        return new Mail.AskForAssignment(afterMs, "tasks wait for their state to be warmed up elsewhere");
    }

    private void publish(AssignmentNews news) {
        Map<HostInfo, InstanceDirectory.Share> shares = new HashMap<>();
        news.hosts()
                .forEach((host, partitions) ->
                        shares.put(host, new InstanceDirectory.Share(partitions.active(), partitions.standby())));
        log.debug("Instances after the assignment: {}", shares);
        instances.publish(shares, news.partitionCounts());
    }

    /** What the leader threw, which came here as its message. */
    private static StreamsException unfit(String detail) {
        return detail.startsWith(INVALID_TOPOLOGY)
                ? new TopologyException(detail.substring(INVALID_TOPOLOGY.length()))
                : new StreamsException(detail);
    }
}
