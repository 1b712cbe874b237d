package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.assign.AssignmentNews;
import io.millrace.streams.engine.assign.AssignmentPlanner;
import io.millrace.streams.engine.assign.GroupMember;
import io.millrace.streams.engine.assign.MemberSubscription;
import io.millrace.streams.engine.assign.UserAssignment;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.engine.query.InstanceDirectory;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TaskAssignmentException;
import io.millrace.streams.state.HostInfo;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker tells the group's leader and hears from it. Called on the worker's thread, inside a poll. */
final class WorkerMembership implements GroupMember {

    private static final Logger log = LoggerFactory.getLogger(WorkerMembership.class);

    private final EngineSettings settings;
    private final TaskHomes homes;
    private final AssignmentPlanner planner;
    private final InstanceDirectory instances;
    private final Mailbox mailbox;
    private final @Nullable UserAssignment assignment;
    private boolean joining;

    WorkerMembership(
            EngineSettings settings,
            TaskHomes homes,
            AssignmentPlanner planner,
            InstanceDirectory instances,
            Mailbox mailbox,
            @Nullable UserAssignment assignment) {
        this.assignment = assignment;
        this.settings = settings;
        this.homes = homes;
        this.planner = planner;
        this.instances = instances;
        this.mailbox = mailbox;
    }

    /** Whether the member is between asking for an assignment and having it. The group knows it no more as what it was before. */
    boolean isJoining() {
        return joining;
    }

    @Override
    public MemberSubscription subscription() {
        joining = true;
        return new MemberSubscription(homes.processId(), homes.storedTasks(), settings.host(), 0L);
    }

    @Override
    public PartitionedPlan plan(Cluster metadata) {
        return planner.plan(metadata);
    }

    @Override
    public @Nullable UserAssignment userAssignment() {
        return assignment;
    }

    @Override
    public void onNews(AssignmentNews news, boolean askAgain) {
        joining = false;
        switch (news.outcome()) {
            case ASSIGNED -> publish(news);
            case MISSING_SOURCE_TOPIC ->
                mailbox.post(new Mail.AssignmentFailed(new MissingSourceTopicException(news.detail())));
            case UNASSIGNABLE -> mailbox.post(new Mail.AssignmentFailed(new TaskAssignmentException(news.detail())));
            case UNFIT_TOPICS -> mailbox.post(new Mail.AssignmentFailed(new StreamsException(news.detail())));
            case POSTPONED -> log.warn("The assignment of tasks was postponed: {}", news.detail());
        }
        if (askAgain) {
            mailbox.post(new Mail.AskForAssignment());
        }
    }

    private void publish(AssignmentNews news) {
        Map<HostInfo, InstanceDirectory.Share> shares = new HashMap<>();
        news.hosts()
                .forEach((host, partitions) ->
                        shares.put(host, new InstanceDirectory.Share(partitions.active(), partitions.standby())));
        log.debug("Instances after the assignment: {}", shares);
        instances.publish(shares, news.partitionCounts());
    }
}
