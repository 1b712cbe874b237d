package io.millrace.streams.engine.runtime.global;

import io.millrace.streams.engine.log.ChangelogReader;
import io.millrace.streams.engine.log.LogTruncatedException;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.engine.restore.ChangelogRestore;
import io.millrace.streams.engine.restore.RestoreListeners;
import io.millrace.streams.engine.restore.RestoreProgress;
import io.millrace.streams.engine.restore.StoreRestoreMeters;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.task.GlobalTask;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the global stores of this instance. First it reads all partitions of their topics from where the stores stand to where the
 * topics end now; from then on tasks may read the stores, and it follows the topics. Everything happens in {@link #step()}, on one
 * thread; other threads may {@link #stop()} it. Positions are written with the contents, so a restart goes on from there. Errors of
 * the broker that may pass are waited out.
 */
public final class GlobalWorker {

    private static final Logger log = LoggerFactory.getLogger(GlobalWorker.class);

    /** What the worker is about. */
    public enum Phase {
        /** The topics are looked up. */
        OPENING,
        /** The topics are read up to the ends they had at the start. */
        RESTORING,
        /** The stores may be read; the topics are followed. */
        RUNNING
    }

    private final GlobalPlan plan;
    private final Parts parts;
    private final GlobalTask task;
    private final ChangelogReader reader;
    private final RestoreListeners listeners;
    private final UncommittedBudget budget;
    private final Clock clock;
    private final Timing timing;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Queue<IdQuestion> questions = new ConcurrentLinkedQueue<>();
    private final Map<TopicPartition, ChangelogRestore> restores = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final StoreRestoreMeters meters;
    private volatile Phase phase = Phase.OPENING;
    private volatile Map<TaskId, RestoreProgress> progress = Map.of();
    private boolean opened;
    private boolean waiting;
    private long committedAtMs;

    /**
     * What a worker is made of.
     *
     * @param task fills the stores; owned from now on
     * @param reader reads the topics; owned from now on
     * @param stores where state is kept
     * @param listeners who is told how the first reading goes on
     * @param budget bytes of changes that are not written to the stores yet
     * @param metrics the registry of metrics
     */
    public record Parts(
            GlobalTask task,
            ChangelogReader reader,
            GlobalState stores,
            RestoreListeners listeners,
            UncommittedBudget budget,
            EngineMetrics metrics) {}

    /**
     * How long the worker waits.
     *
     * @param poll for records
     * @param commitInterval between two writes to the stores
     * @param retryBackoff after an error of the broker
     */
    public record Timing(Duration poll, Duration commitInterval, Duration retryBackoff) {}

    private record IdQuestion(Duration timeout, CompletableFuture<Uuid> answer) {}

    /**
     * A worker that has done nothing yet.
     *
     * @param name that of its thread
     */
    public GlobalWorker(String name, GlobalPlan plan, Parts parts, Clock clock, Timing timing) {
        this.plan = plan;
        this.parts = parts;
        this.task = parts.task();
        this.reader = parts.reader();
        this.listeners = parts.listeners();
        this.budget = parts.budget();
        this.meters = new StoreRestoreMeters(parts.metrics(), name, () -> progress);
        this.clock = clock;
        this.timing = timing;
    }

    /** Where the worker is; may be asked by any thread. */
    public Phase phase() {
        return phase;
    }

    /** The stores by name, to be written to by this worker only; there are none before the stores are opened. */
    public Map<String, StateStore> stores() {
        return task.stores();
    }

    /** The stores by name, as tasks see them; complete once the worker runs, and may be asked by any thread then. */
    public Map<String, StateStore> readOnlyStores() {
        return task.readOnlyStores();
    }

    /**
     * Asks for the id under which the broker knows the metrics of the worker's consumer; answered by a later step, if there is one. May
     * be called by any thread.
     *
     * @param timeout how long the broker may take
     */
    public CompletableFuture<Uuid> askInstanceId(Duration timeout) {
        IdQuestion question = new IdQuestion(timeout, new CompletableFuture<>());
        questions.add(question);
        return question.answer();
    }

    /** Makes the next step the last. May be called by any thread. */
    public void stop() {
        stopped.countDown();
        reader.wakeup();
    }

    /**
     * Does what there is to do and returns; waits for records only.
     *
     * @return false when the worker was told to stop
     */
    public boolean step() {
        if (stopped.getCount() == 0) {
            return false;
        }
        try {
            answerQuestions();
            switch (phase) {
                case OPENING -> open();
                case RESTORING -> restore();
                case RUNNING -> follow(poll());
            }
            waiting = false;
        } catch (WakeupException e) {
            log.debug("Woken while waiting for the broker");
        } catch (RetriableException e) {
            awaitBroker(e);
        }
        return true;
    }

    private void answerQuestions() {
        IdQuestion question = questions.poll();
        while (question != null) {
            try {
                question.answer().complete(reader.instanceId(question.timeout()));
            } catch (RuntimeException e) { // Whoever waits is told, and the stores are filled all the same.
                question.answer().completeExceptionally(e);
            }
            question = questions.poll();
        }
    }

    private void awaitBroker(RetriableException error) {
        if (!waiting) {
            waiting = true;
            log.warn("Waiting for the broker to fill the global stores {}: {}", storeNames(), error.toString());
        }
        try {
            if (stopped.await(timing.retryBackoff().toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("Told to stop while waiting for the broker");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }

    private void open() {
        Map<TopicPartition, String> partitions = partitions();
        if (!opened) {
            opened = true;
            task.open(origins -> parts.stores().open(origins, partitions, budget));
        }
        Set<TopicPartition> all = partitions.keySet();
        reader.assign(all);
        Map<TopicPartition, Long> ends = reader.endOffsets(all);
        Map<TopicPartition, Long> beginnings = reader.beginningOffsets(all);
        resetWhatTheLogDoesNotHold(beginnings, ends);
        partitions.forEach((partition, store) -> {
            long beginning = beginnings.getOrDefault(partition, 0L);
            long start = Math.max(task.position(partition).orElse(beginning), beginning);
            ChangelogRestore restore =
                    new ChangelogRestore(partition, store, start, ends.getOrDefault(partition, start), clock.nowMs());
            reader.seek(partition, start);
            if (!restore.isComplete()) {
                restores.put(partition, restore);
                listeners.started(restore);
            }
        });
        log.info("Reading {} partitions to fill the global stores {}", restores.size(), storeNames());
        committedAtMs = clock.elapsedMs();
        publishProgress();
        meters.show(new RestoreProgress(GlobalPlan.TASK, changelogs()), clock);
        phase = Phase.RESTORING;
    }

    private void publishProgress() {
        progress = Map.of(GlobalPlan.TASK, new RestoreProgress(GlobalPlan.TASK, changelogs()));
    }

    private List<RestoreProgress.Changelog> changelogs() {
        return restores.values().stream().map(ChangelogRestore::progress).toList();
    }

    /** All partitions of the stores' topics, each with its store. */
    private Map<TopicPartition, String> partitions() {
        Map<String, String> storesByTopic = plan.storesByTopic();
        Map<String, Integer> counts = reader.partitionCounts(storesByTopic.keySet());
        Map<TopicPartition, String> partitions = new LinkedHashMap<>();
        storesByTopic.forEach((topic, store) -> {
            Integer count = counts.get(topic);
            if (count == null) {
                throw new MissingSourceTopicException("Topic '" + topic + "' of global store '" + store
                        + "' does not exist; create it before the application starts");
            }
            for (int partition = 0; partition < count; partition++) {
                partitions.put(new TopicPartition(topic, partition), store);
            }
        });
        return partitions;
    }

    private void resetWhatTheLogDoesNotHold(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
        Set<TopicPartition> outside =
                new TreeSet<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        beginnings.forEach((partition, beginning) -> {
            OptionalLong position = task.position(partition);
            long end = ends.getOrDefault(partition, beginning);
            if (position.isPresent() && (position.getAsLong() < beginning || position.getAsLong() > end)) {
                outside.add(partition);
            }
        });
        if (!outside.isEmpty()) {
            log.warn(
                    "The logs of {} do not hold what follows the state of their stores, which are filled anew",
                    outside);
            task.reset(siblings(outside, beginnings.keySet()));
        }
    }

    /** All partitions of the topics of some. */
    private static Set<TopicPartition> siblings(Set<TopicPartition> some, Set<TopicPartition> all) {
        Set<String> topics = some.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        return all.stream()
                .filter(partition -> topics.contains(partition.topic()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void restore() {
        if (!restores.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = poll();
            follow(records);
            for (ChangelogRestore restore : List.copyOf(restores.values())) {
                advance(restore, records.records(restore.partition()));
            }
            publishProgress();
        }
        if (restores.isEmpty()) {
            commit();
            meters.close();
            phase = Phase.RUNNING;
            log.info("The global stores {} are filled", storeNames());
        }
    }

    private void advance(ChangelogRestore restore, List<ConsumerRecord<byte[], byte[]>> records) {
        // Asked even without records, because a log may end with what is no record, like the end of a transaction.
        long next = Math.min(nextOffset(restore.partition(), records), restore.endOffset());
        if (next <= restore.nextOffset()) {
            return;
        }
        int count = records.size();
        while (count > 0 && records.get(count - 1).offset() >= restore.endOffset()) {
            count--;
        }
        restore.advance(records.subList(0, count), next);
        positions.put(restore.partition(), nextOffset(restore.partition(), records));
        if (count > 0) {
            listeners.restored(restore, records.get(count - 1).offset(), count);
        }
        if (restore.isComplete()) {
            restores.remove(restore.partition());
            listeners.ended(restore);
        }
    }

    private long nextOffset(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        try {
            return reader.position(partition);
        } catch (RetriableException | WakeupException e) { // What was polled was processed all the same.
            return records.isEmpty() ? -1L : records.get(records.size() - 1).offset() + 1;
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return reader.poll(timing.poll());
        } catch (LogTruncatedException e) {
            if (phase == Phase.RUNNING) {
                throw new StreamsException(
                        "The log of " + e.partitions() + " lost records that the global stores " + storeNames()
                                + " have yet to take. Start the application again: the stores are then filled anew",
                        e);
            }
            startOver(e.partitions());
            return ConsumerRecords.empty();
        }
    }

    private void startOver(Set<TopicPartition> lost) {
        Set<TopicPartition> anew = siblings(lost, partitions().keySet());
        Map<TopicPartition, Long> beginnings = reader.beginningOffsets(anew);
        Map<TopicPartition, Long> ends = reader.endOffsets(anew);
        log.warn("The logs of {} lost records while they were read: their stores are filled anew", lost);
        commit();
        task.reset(anew);
        Map<String, String> storesByTopic = plan.storesByTopic();
        for (TopicPartition partition : anew) {
            long beginning = beginnings.getOrDefault(partition, 0L);
            positions.remove(partition);
            reader.seek(partition, beginning);
            restores.put(
                    partition,
                    new ChangelogRestore(
                            partition,
                            storesByTopic.getOrDefault(partition.topic(), ""),
                            beginning,
                            ends.getOrDefault(partition, beginning),
                            clock.nowMs()));
        }
    }

    private void follow(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                process(record);
            }
            positions.put(partition, nextOffset(partition, records.records(partition)));
        }
        if (task.needsCommit()
                && (budget.isSpent()
                        || clock.elapsedMs() - committedAtMs
                                >= timing.commitInterval().toMillis())) {
            commit();
        }
        task.persistAged();
    }

    private void process(ConsumerRecord<byte[], byte[]> record) {
        try {
            task.process(record);
        } catch (StreamsException e) {
            throw e;
        } catch (RuntimeException e) { // The user's processor.
            throw new StreamsException(
                    "Global store '" + plan.storesByTopic().get(record.topic())
                            + "' could not take the record at topic="
                            + record.topic() + " partition=" + record.partition() + " offset=" + record.offset() + ": "
                            + e,
                    e);
        }
    }

    private void commit() {
        task.commit(positions);
        committedAtMs = clock.elapsedMs();
    }

    private Set<String> storeNames() {
        return new TreeSet<>(plan.storesByTopic().values());
    }

    /** Writes what was processed to the stores and closes everything. */
    public void closeCleanly() {
        try {
            if (opened && task.needsCommit()) {
                commit();
            }
        } finally {
            close();
        }
    }

    /** Closes everything; what was not written is processed again at the next start. */
    public void close() {
        meters.close();
        try {
            restores.values().forEach(listeners::suspended);
        } finally {
            try {
                task.close();
            } finally {
                reader.close();
            }
        }
    }
}
