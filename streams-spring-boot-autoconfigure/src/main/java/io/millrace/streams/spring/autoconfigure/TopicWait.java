package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.spring.autoconfigure.TopicProperties.OnTimeout;
import io.millrace.streams.spring.autoconfigure.diagnostics.BrokerUnreachableException;
import io.millrace.streams.spring.autoconfigure.diagnostics.SourceTopicsMissingException;
import io.millrace.streams.spring.autoconfigure.diagnostics.StreamsStartException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until the source topics of one topology are there. Used by the one thread that starts the topology. */
final class TopicWait {

    private static final Logger log = LoggerFactory.getLogger(TopicWait.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Brokers learn of a new topic one after the other, so that it is missing to one that is asked meanwhile. */
    private static final Duration TO_SHOW = Duration.ofSeconds(5);

    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);

    private final TopologyPlan plan;
    private final Set<String> topics;
    private final Consumer<String> waitingFor;
    private final Function<Map<String, Object>, Admin> admins;
    private long lastWarningNanos;
    private boolean warned;
    private boolean created;

    /**
     * @param plan what is to be started
     * @param waitingFor told what is waited for
     */
    TopicWait(TopologyPlan plan, Consumer<String> waitingFor) {
        this(plan, waitingFor, Admin::create);
    }

    TopicWait(TopologyPlan plan, Consumer<String> waitingFor, Function<Map<String, Object>, Admin> admins) {
        this.plan = plan;
        this.admins = admins;
        this.topics = SourceTopics.of(plan.topology());
        this.waitingFor = waitingFor;
    }

    /** Returns when all topics are there; throws when the wait runs out. */
    void await() throws InterruptedException {
        if (topics.isEmpty()) {
            return;
        }
        long startNanos = System.nanoTime();
        boolean there;
        do {
            there = tryAwait(startNanos);
        } while (!there);
    }

    /** Waits with one client. Gives up if brokers that it has reached are gone: the next one begins at the bootstrap servers. */
    private boolean tryAwait(long startNanos) throws InterruptedException {
        try (Admin admin = admins.apply(adminConfig())) {
            boolean reached = false;
            while (true) {
                StreamsStartException problem = attempt(admin, sinceStart(startNanos));
                if (problem == null) {
                    return true;
                }
                Duration waited = sinceStart(startNanos);
                if (plan.run().topics().onTimeout() == OnTimeout.FAIL
                        && waited.compareTo(plan.run().topics().waitTimeout()) >= 0) {
                    throw problem;
                }
                warn(problem);
                pause();
                boolean unreachable = problem instanceof BrokerUnreachableException;
                if (reached && unreachable) {
                    return false;
                }
                reached |= !unreachable;
            }
        }
    }

    private Map<String, Object> adminConfig() {
        Map<String, Object> config = new HashMap<>(plan.config());
        // While no broker is known, an admin client that may begin anew does so without a pause, and says so each time.
        config.putIfAbsent(AdminClientConfig.METADATA_RECOVERY_STRATEGY_CONFIG, MetadataRecoveryStrategy.NONE.name);
        return new StreamsConfig(config).getAdminConfigs(plan.applicationId() + "-topic-wait");
    }

    private static Duration sinceStart(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private @Nullable StreamsStartException attempt(Admin admin, Duration waited) throws InterruptedException {
        Set<String> missing;
        try {
            missing = missing(admin);
            if (plan.run().topics().autoCreate() && !created && !missing.isEmpty()) {
                missing = awaitShown(admin, create(admin, missing));
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (!(cause instanceof RetriableException)) {
                throw new StreamsStartException(
                        "Stream topology '" + plan.name() + "' cannot look for its source topics at " + plan.servers()
                                + ": " + cause.getMessage(),
                        "Check the credentials, the permission to describe topics, and the security settings.",
                        cause);
            }
            waitingFor.accept("broker");
            return new BrokerUnreachableException(plan.name(), plan.servers(), waited.plus(ATTEMPT), cause);
        }
        if (missing.isEmpty()) {
            return null;
        }
        waitingFor.accept("topics " + String.join(", ", missing));
        return new SourceTopicsMissingException(plan.name(), missing, plan.servers(), waited);
    }

    /** Waits until topics that have been made show, or had the time to; gives what is missing then. */
    private Set<String> awaitShown(Admin admin, Set<String> made) throws ExecutionException, InterruptedException {
        long startNanos = System.nanoTime();
        Set<String> missing = missing(admin);
        while (!Collections.disjoint(missing, made) && sinceStart(startNanos).compareTo(TO_SHOW) < 0) {
            pause();
            missing = missing(admin);
        }
        return missing;
    }

    private static void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }

    private Set<String> missing(Admin admin) throws ExecutionException, InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> found = admin.describeTopics(
                        topics, new DescribeTopicsOptions().timeoutMs((int) ATTEMPT.toMillis()))
                .topicNameValues();
        Set<String> missing = new TreeSet<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : found.entrySet()) {
            try {
                topic.getValue().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                missing.add(topic.getKey());
            }
        }
        return missing;
    }

    /** Creates topics; tells which of them are there, by whomever they were created. */
    private Set<String> create(Admin admin, Collection<String> missing) throws InterruptedException {
        Set<String> there = new TreeSet<>();
        List<NewTopic> wanted = missing.stream()
                .map(name -> new NewTopic(name, Optional.empty(), Optional.empty()))
                .toList();
        for (Map.Entry<String, KafkaFuture<Void>> topic :
                admin.createTopics(wanted).values().entrySet()) {
            try {
                topic.getValue().get();
                there.add(topic.getKey());
                log.info(
                        "Created source topic {} of topology {} with the broker's defaults",
                        topic.getKey(),
                        plan.name());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicExistsException) {
                    there.add(topic.getKey());
                } else {
                    log.warn(
                            "Source topic {} of topology {} could not be created",
                            topic.getKey(),
                            plan.name(),
                            e.getCause());
                }
            }
        }
        created = true;
        return there;
    }

    private void warn(StreamsStartException problem) {
        long now = System.nanoTime();
        if (!warned || now - lastWarningNanos > BETWEEN_WARNINGS.toNanos()) {
            warned = true;
            lastWarningNanos = now;
            log.warn("Still waiting to start. {} {}", problem.description(), problem.action());
        }
    }
}
