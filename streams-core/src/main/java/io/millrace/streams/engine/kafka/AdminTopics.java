package io.millrace.streams.engine.kafka;

import io.millrace.streams.engine.log.TopicCatalog;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.StreamsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics of a cluster, seen and made through a Kafka admin client. Calls block, each no longer than the time limit of the
 * settings, and may come from any thread, but for deletions, which come from one; errors that pass are retried within the limit.
 */
public final class AdminTopics implements TopicCatalog {

    private static final Logger log = LoggerFactory.getLogger(AdminTopics.class);

    private final Admin admin;
    private final AdminTopicsSettings settings;
    private final Clock clock;
    private final Map<TopicPartition, KafkaFuture<?>> deletions = new HashMap<>();

    /** Works with an admin client, which is owned from now on. */
    public AdminTopics(Admin admin, AdminTopicsSettings settings, Clock clock) {
        this.admin = admin;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Map<String, Integer> partitionCounts(Set<String> topics) {
        Deadline deadline = new Deadline("Asking for the partitions of " + topics);
        while (true) {
            try {
                return describe(topics, deadline);
            } catch (RetriableException e) {
                deadline.retryAfter(e);
            }
        }
    }

    @Override
    public void ensure(Collection<NewTopic> topics) {
        Map<String, NewTopic> missing = new TreeMap<>();
        topics.forEach(topic -> missing.put(topic.name(), topic));
        Deadline deadline = new Deadline("Creating the internal topics " + missing.keySet());
        while (!missing.isEmpty()) {
            try {
                Map<String, Integer> present = describe(missing.keySet(), deadline);
                missing.values().removeIf(topic -> isRight(topic, present.get(topic.name())));
                if (!missing.isEmpty()) {
                    missing.keySet().removeAll(create(missing.values(), deadline));
                }
            } catch (RetriableException e) {
                deadline.retryAfter(e);
            }
        }
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
        Deadline deadline = new Deadline("Asking for the end offsets of " + partitions.size() + " partitions");
        while (true) {
            try {
                return latest(partitions, deadline);
            } catch (RetriableException e) {
                deadline.retryAfter(e);
            } catch (KafkaException e) {
                throw ClientErrors.explained("The end offsets of " + partitions + " cannot be had", e);
            }
        }
    }

    @Override
    public Map<TopicPartition, Long> endOffsetsWithin(Duration timeout, Set<TopicPartition> partitions) {
        ListOffsetsOptions options = new ListOffsetsOptions().timeoutMs((int) timeout.toMillis());
        ListOffsetsResult answers = admin.listOffsets(latest(partitions), options);
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (TopicPartition partition : partitions) {
            try {
                ends.put(partition, result(answers.partitionResult(partition)).offset());
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                log.debug("The end offset of {} cannot be had within {}", partition, timeout, e);
            }
        }
        return ends;
    }

    @Override
    public Map<TopicPartition, Set<String>> racksWithin(Duration timeout, Set<TopicPartition> partitions) {
        Set<String> topics = new HashSet<>();
        partitions.forEach(partition -> topics.add(partition.topic()));
        DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs((int) timeout.toMillis());
        Map<TopicPartition, Set<String>> racks = new HashMap<>();
        admin.describeTopics(topics, options).topicNameValues().forEach((topic, answer) -> {
            try {
                for (TopicPartitionInfo info : result(answer).partitions()) {
                    if (info.replicas().stream()
                            .noneMatch(Node::isEmpty)) { // Of a broker that is down nobody tells the rack.
                        racks.put(new TopicPartition(topic, info.partition()), racks(info.replicas()));
                    }
                }
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                log.debug("The racks of {} cannot be had within {}", topic, timeout, e);
            }
        });
        racks.keySet().retainAll(partitions);
        return racks;
    }

    private static Set<String> racks(List<Node> replicas) {
        Set<String> racks = new HashSet<>();
        for (Node replica : replicas) {
            if (replica.rack() == null) {
                return Set.of();
            }
            racks.add(replica.rack());
        }
        return racks;
    }

    @Override
    public Uuid instanceId(Duration timeout) {
        return admin.clientInstanceId(timeout);
    }

    private Map<TopicPartition, Long> latest(Set<TopicPartition> partitions, Deadline deadline) {
        ListOffsetsOptions options = new ListOffsetsOptions().timeoutMs(deadline.remainingMs());
        Map<TopicPartition, Long> ends = new HashMap<>();
        result(admin.listOffsets(latest(partitions), options).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static Map<TopicPartition, OffsetSpec> latest(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        return asked;
    }

    @Override
    public void deleteRecordsBefore(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, RecordsToDelete> requests = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            KafkaFuture<?> previous = deletions.get(partition);
            if (previous == null || previous.isDone()) {
                requests.put(partition, RecordsToDelete.beforeOffset(offset));
            }
        });
        if (requests.isEmpty()) {
            return;
        }
        admin.deleteRecords(requests)
                .lowWatermarks()
                .forEach((partition, result) -> deletions.put(partition, result.whenComplete((deleted, error) -> {
                    if (error != null) {
                        log.debug(
                                "Records of {} were not deleted, later deletions will include them", partition, error);
                    }
                })));
    }

    @Override
    public void close() {
        admin.close(settings.timeout());
    }

    private Map<String, Integer> describe(Set<String> topics, Deadline deadline) {
        Map<String, Integer> counts = new HashMap<>();
        DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(deadline.remainingMs());
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(topics, options).topicNameValues();
        answers.forEach((topic, answer) -> {
            try {
                counts.put(topic, result(answer).partitions().size());
            } catch (UnknownTopicOrPartitionException e) {
                log.debug("Topic {} does not exist", topic);
            } catch (InterruptException | RetriableException e) {
                throw e;
            } catch (KafkaException e) {
                throw ClientErrors.explained("Topic '" + topic + "' cannot be described", e);
            }
        });
        return counts;
    }

    /**
     * Creates topics.
     *
     * @return names of those created; the others were created by somebody else meanwhile, and have to be verified
     */
    private List<String> create(Collection<NewTopic> topics, Deadline deadline) {
        List<org.apache.kafka.clients.admin.NewTopic> requests = topics.stream()
                .map(topic -> new org.apache.kafka.clients.admin.NewTopic(
                                topic.name(),
                                Optional.of(topic.partitions()),
                                Optional.of(settings.replicationFactor()))
                        .configs(topic.config()))
                .toList();
        CreateTopicsOptions options = new CreateTopicsOptions().timeoutMs(deadline.remainingMs());
        List<String> created = new ArrayList<>();
        RetriableException passing = null;
        for (Map.Entry<String, KafkaFuture<Void>> answer :
                admin.createTopics(requests, options).values().entrySet()) {
            String topic = answer.getKey();
            try {
                result(answer.getValue());
                created.add(topic);
                log.info("Created the internal topic {}", topic);
            } catch (TopicExistsException e) {
                // It was created by another member just now, or it is being deleted: looking again tells.
                passing = new TimeoutException(
                        "Topic '" + topic + "' exists, but cannot be described yet; is it being" + " deleted?", e);
            } catch (InvalidReplicationFactorException e) {
                throw new StreamsException(
                        "The internal topic '" + topic + "' cannot be created with replication factor "
                                + settings.replicationFactor() + ": " + ClientErrors.describe(e)
                                + ". Set replication.factor to at most the number of brokers, or to -1 for the brokers'"
                                + " default",
                        e);
            } catch (InterruptException e) {
                throw e;
            } catch (RetriableException e) {
                passing = e;
            } catch (KafkaException e) {
                throw ClientErrors.explained("The internal topic '" + topic + "' cannot be created", e);
            }
        }
        if (created.isEmpty() && passing != null) {
            throw passing;
        }
        return created;
    }

    private static boolean isRight(NewTopic topic, @Nullable Integer partitions) {
        if (partitions == null) {
            return false;
        }
        if (partitions != topic.partitions()) {
            throw new StreamsException("The internal topic '" + topic.name() + "' has " + partitions
                    + " partitions, but the topology needs " + topic.partitions()
                    + ": the partition count of an input topic, or of a repartition step, has changed since it was"
                    + " created. Either change it back, or stop all instances, reset the application (this deletes its"
                    + " internal topics and their state) and start again");
        }
        return true;
    }

    private static <T> T result(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    /** The time limit of one call. */
    private final class Deadline {

        private final String what;
        private final long endMs = clock.elapsedMs() + settings.timeout().toMillis();

        Deadline(String what) {
            this.what = what;
        }

        int remainingMs() {
            return (int) Math.max(1L, Math.min(Integer.MAX_VALUE, endMs - clock.elapsedMs()));
        }

        /** Waits before the next try, or gives up. */
        void retryAfter(RetriableException error) {
            if (endMs - clock.elapsedMs() <= settings.retryBackoff().toMillis()) {
                throw new TimeoutException(
                        what + " did not succeed within " + settings.timeout() + ": " + ClientErrors.describe(error),
                        error);
            }
            log.debug("{} failed, trying again", what, error);
            try {
                Thread.sleep(settings.retryBackoff().toMillis());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }
}
