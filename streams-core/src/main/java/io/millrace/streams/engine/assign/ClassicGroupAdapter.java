package io.millrace.streams.engine.assign;

import io.millrace.streams.engine.assign.AssignmentNews.Outcome;
import io.millrace.streams.engine.assign.UserAssignment.InvalidAssignmentException;
import io.millrace.streams.engine.plan.PartitionedPlan;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TaskAssignmentException;
import io.millrace.streams.processor.assignment.TaskAssignor.AssignmentError;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lives in a consumer and speaks its group protocol for the engine: tells the leader about this member, and makes the assignment
 * when this member leads. Made by the consumer; called on its polling thread only.
 *
 * <p>It is cooperative only. An eager member would drop all its partitions at every rebalance, while the others count on it to
 * keep them.
 */
public final class ClassicGroupAdapter implements ConsumerPartitionAssignor, Configurable {

    /** Where the consumer's config map has the {@link GroupMember}, as an object. */
    public static final String MEMBER_CONFIG = "__millrace.group.member__";

    private static final Logger log = LoggerFactory.getLogger(ClassicGroupAdapter.class);
    private static final String NAME = "millrace";

    private @Nullable GroupMember configured;

    /** Whether the last assignment made here was postponed. */
    private boolean postponed;

    /** Whether tasks wait for state to be warmed up after the last assignment made here. */
    private boolean probe;

    private final TopologyWatch topologyWatch = new TopologyWatch();
    private final RackWatch rackWatch = new RackWatch();

    /** What was wrong with the last assignment of the user's assignor. */
    private AssignmentError error = AssignmentError.NONE;

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(MEMBER_CONFIG) instanceof GroupMember member) {
            configured = member;
        } else {
            throw new IllegalArgumentException("The consumer's configuration lacks '" + MEMBER_CONFIG
                    + "'. A KafkaClientSupplier has to pass on the whole configuration it is given");
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE);
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return SubscriptionCodec.encode(member().subscription());
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
        error = AssignmentError.NONE;
        GroupRound round = new GroupRound(group.groupSubscription());
        String topologies = topologyWatch.look(round.members());
        if (topologies != null) {
            log.warn(topologies);
        }
        GroupRound.Outcomes outcomes = outcomes(metadata, round);
        postponed = outcomes.news().outcome() == Outcome.POSTPONED;
        probe = outcomes.news().probe();
        ByteBuffer common = AssignmentCodec.common(
                GroupRecord.fitting(outcomes.news(), group.groupSubscription(), outcomes.partitions()));
        Map<String, Assignment> assignments = new HashMap<>();
        outcomes.partitions()
                .forEach((id, partitions) -> assignments.put(
                        id,
                        new Assignment(
                                partitions,
                                AssignmentCodec.encode(
                                        common, outcomes.standbys().getOrDefault(id, Collections.emptySortedSet())))));
        GroupAssignment computed = new GroupAssignment(assignments);
        UserAssignment user = member().userAssignment();
        if (user != null) {
            user.computed(computed, group, error);
        }
        return computed;
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        AssignmentNews news = read(assignment.userData()).withProbe(probe);
        boolean askAgain = postponed;
        postponed = false;
        probe = false;
        member().onNews(news, askAgain);
    }

    /** An error is told to every member, this one too, and each fails with it: it is not logged here. */
    private GroupRound.Outcomes outcomes(Cluster metadata, GroupRound round) {
        if (round.endsApplication()) {
            return round.keep(Outcome.APPLICATION_ENDS, "");
        }
        PartitionedPlan plan;
        try {
            plan = member().plan(metadata);
        } catch (MissingSourceTopicException e) {
            return round.keep(Outcome.MISSING_SOURCE_TOPIC, text(e));
        } catch (RetriableException e) {
            log.warn("Cannot assign tasks now, everybody keeps what they have until the next try", e);
            return round.keep(Outcome.POSTPONED, text(e));
        } catch (StreamsException e) {
            return round.keep(Outcome.UNFIT_TOPICS, text(e));
        }
        return assign(round, plan);
    }

    private GroupRound.Outcomes assign(GroupRound round, PartitionedPlan plan) {
        UserAssignment user = member().userAssignment();
        if (user == null) {
            return round.assign(plan, member(), this::solve);
        }
        try {
            return round.assign(plan, member(), group -> user.solve(group, plan));
        } catch (TaskAssignmentException e) {
            if (e.getCause() instanceof RetriableException) {
                return round.keep(Outcome.POSTPONED, text(e));
            }
            error = e instanceof InvalidAssignmentException invalid ? invalid.error() : AssignmentError.NONE;
            return round.keep(Outcome.UNASSIGNABLE, text(e));
        }
    }

    private AssignmentResult solve(GroupSnapshot group) {
        RackWatch.Racks racks = rackWatch.look(group);
        if (racks.warning() != null) {
            log.warn(racks.warning());
        }
        GroupSnapshot.Known known = group.toProblem(racks.byTask());
        AssignmentResult result = TaskAssignment.solve(known.problem());
        return known.complete() && racks.complete() ? result : new AssignmentResult(result.byMember(), true);
    }

    private static AssignmentNews read(@Nullable ByteBuffer bytes) {
        try {
            return AssignmentCodec.decode(bytes);
        } catch (MetadataFormatException e) {
            log.warn(
                    "The leader of the group sent metadata that cannot be read; is it of this application? {}",
                    e.getMessage());
            return new AssignmentNews(Outcome.ASSIGNED, "", Map.of(), Map.of(), Collections.emptySortedSet(), false);
        }
    }

    private static String text(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private GroupMember member() {
        GroupMember member = configured;
        if (member == null) {
            throw new IllegalStateException("The assignor was not configured");
        }
        return member;
    }
}
