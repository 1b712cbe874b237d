package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.assign.AssignmentNews;
import io.millrace.streams.engine.assign.AssignmentPlanner;
import io.millrace.streams.engine.assign.GroupMember;
import io.millrace.streams.engine.assign.MemberSubscription;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.StreamsException;
import org.apache.kafka.common.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker tells the group's leader and hears from it. Called on the worker's thread, inside a poll. */
final class WorkerMembership implements GroupMember {

    private static final Logger log = LoggerFactory.getLogger(WorkerMembership.class);

    private final EngineSettings settings;
    private final TaskDirectories directory;
    private final AssignmentPlanner planner;
    private final Mailbox mailbox;

    WorkerMembership(EngineSettings settings, TaskDirectories directory, AssignmentPlanner planner, Mailbox mailbox) {
        this.settings = settings;
        this.directory = directory;
        this.planner = planner;
        this.mailbox = mailbox;
    }

    @Override
    public MemberSubscription subscription() {
        return new MemberSubscription(directory.processId(), directory.storedTasks(), settings.host(), 0L);
    }

    @Override
    public PartitionedPlan plan(Cluster metadata) {
        return planner.plan(metadata);
    }

    @Override
    public void onNews(AssignmentNews news, boolean askAgain) {
        switch (news.outcome()) {
            case ASSIGNED -> log.debug("Assigned");
            case MISSING_SOURCE_TOPIC ->
                mailbox.post(new Mail.AssignmentFailed(new MissingSourceTopicException(news.detail())));
            case UNFIT_TOPICS -> mailbox.post(new Mail.AssignmentFailed(new StreamsException(news.detail())));
            case POSTPONED -> log.warn("The assignment of tasks was postponed: {}", news.detail());
        }
        if (askAgain) {
            mailbox.post(new Mail.AskForAssignment());
        }
    }
}
