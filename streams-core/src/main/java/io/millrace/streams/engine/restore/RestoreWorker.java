package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.log.ChangelogReader;
import io.millrace.streams.engine.log.LogTruncatedException;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.restore.RestoreMessage.Recall;
import io.millrace.streams.engine.restore.RestoreMessage.Restore;
import io.millrace.streams.engine.restore.RestoreMessage.TellInstanceId;
import io.millrace.streams.engine.task.RestorableTask;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores tasks: reads their changelogs from where their state stands to where the log ended when they came, as many at a time as
 * the reader may fetch together, those first that came first.
 *
 * <p>A task that is handed over with {@link Restore} is owned by this worker until it is handed back through the
 * {@link RestoreOutbox}, which happens exactly once, whatever goes wrong. Everything is done in {@link #step()}, on the worker's
 * one thread; any thread may {@link #post} and look at {@link #progress()}. Positions are written with the contents, so a
 * restore may end after any step and go on from there later. Errors of the broker that may pass are waited out.
 */
public final class RestoreWorker implements Runnable {

    /** What {@link #step()} answers when the worker has ended. */
    public static final long STOPPED = -1L;

    /** What {@link #step()} answers when only a message gives it something to do. */
    public static final long UNTIL_MESSAGE = Long.MAX_VALUE;

    private static final Logger log = LoggerFactory.getLogger(RestoreWorker.class);

    /** How long a wait may be before it shows in the metrics. */
    private static final long MAX_WAIT_MS = 10_000;

    private final String name;
    private final ChangelogReader reader;
    private final RestoreOutbox outbox;
    private final Function<Set<TopicPartition>, Map<TopicPartition, Long>> written;
    private final RestoreListeners listeners;
    private final Clock clock;
    private final Timing timing;
    private final RestoreMeters meters;

    private final BlockingQueue<RestoreMessage> inbox = new LinkedBlockingQueue<>();
    private final Map<TaskId, TaskRestore> restores = new LinkedHashMap<>();
    private final Map<TopicPartition, TaskRestore> unfinished = new LinkedHashMap<>();
    private Set<TopicPartition> reading = Set.of();
    private final Outage outage = new Outage();
    private @Nullable RestoreMessage awaited;
    private @Nullable RuntimeException death;
    private boolean stopped;
    private volatile Map<TaskId, RestoreProgress> progress = Map.of();

    /**
     * How long the worker waits.
     *
     * @param poll for records
     * @param retryBackoff after an error of the broker
     * @param warnInterval between two warnings about the same outage
     */
    public record Timing(Duration poll, Duration retryBackoff, Duration warnInterval) {}

    /**
     * What a worker is made of.
     *
     * @param reader reads the changelogs; owned from now on
     * @param outbox where tasks go when they leave
     * @param listener the user's, told on this worker's thread
     * @param written tells the offsets after the last records of partitions, whether their transactions have ended or not; blocks for the
     *     broker's answer
     * @param metrics the registry of metrics
     */
    public record Parts(
            ChangelogReader reader,
            RestoreOutbox outbox,
            StateRestoreListener listener,
            Function<Set<TopicPartition>, Map<TopicPartition, Long>> written,
            EngineMetrics metrics) {}

    /**
     * A worker that has nothing to do yet.
     *
     * @param name that of its thread, for messages and metrics
     */
    public RestoreWorker(String name, Parts parts, Clock clock, Timing timing) {
        this.name = name;
        this.reader = parts.reader();
        this.outbox = parts.outbox();
        this.written = parts.written();
        this.listeners = new RestoreListeners(parts.listener());
        this.clock = clock;
        this.timing = timing;
        this.meters = new RestoreMeters(parts.metrics(), name, this::progress);
    }

    /** Sends a message. May be called by any thread. */
    public void post(RestoreMessage message) {
        inbox.add(message);
        reader.wakeup();
    }

    /** How far the restores are, by task. May be called by any thread; the answer does not change any more. */
    public Map<TaskId, RestoreProgress> progress() {
        return progress;
    }

    @Override
    public void run() {
        try {
            long waitMs = step();
            while (waitMs != STOPPED) {
                if (waitMs > 0) {
                    await(waitMs);
                }
                waitMs = step();
            }
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
        } catch (Error e) {
            die(new StreamsException("The restore worker " + name + " died", e));
            meters.close();
            throw e;
        }
    }

    /**
     * Reads the messages, restores one batch.
     *
     * @return how many milliseconds to wait for a message before the next step, {@link #UNTIL_MESSAGE} or {@link #STOPPED}
     */
    public long step() {
        try {
            for (RestoreMessage message = next(); message != null; message = next()) {
                take(message);
            }
            if (stopped) {
                return STOPPED;
            }
            if (restores.isEmpty()) {
                return UNTIL_MESSAGE;
            }
            long sinceMs = clock.nowMs();
            long waitMs = restore();
            meters.busy(clock.nowMs() - sinceMs, clock.nowMs());
            return waitMs;
        } catch (WakeupException e) {
            return 0; // For a message.
        } catch (RuntimeException e) { // The root of this thread: from here on every task is answered with the cause.
            log.error("The restore worker {} died", name, e);
            die(e);
            return UNTIL_MESSAGE;
        } finally {
            publishProgress();
        }
    }

    /** Waits for a message as long as the last step said. */
    private void await(long waitMs) throws InterruptedException {
        long sinceMs = clock.nowMs();
        awaited = inbox.poll(Math.min(waitMs, MAX_WAIT_MS), TimeUnit.MILLISECONDS);
        meters.idle(clock.nowMs() - sinceMs, clock.nowMs());
    }

    private @Nullable RestoreMessage next() {
        RestoreMessage first = awaited;
        awaited = null;
        return first == null ? inbox.poll() : first;
    }

    private void take(RestoreMessage message) {
        if (message instanceof Restore restore) {
            RuntimeException cause = death;
            if (stopped) {
                outbox.recalled(restore.task());
            } else if (cause != null) {
                outbox.failed(restore.task(), cause);
            } else {
                add(restore);
            }
        } else if (message instanceof Recall recall) {
            TaskRestore restore = restores.get(recall.task());
            if (restore != null) {
                recall(restore);
            }
        } else if (message instanceof TellInstanceId question) {
            answer(question);
        } else {
            stop();
        }
    }

    private void answer(TellInstanceId question) {
        try {
            question.answer().complete(reader.instanceId(question.timeout()));
        } catch (RuntimeException e) { // Whoever waits is told, and restoring goes on.
            question.answer().completeExceptionally(e);
        }
    }

    private void add(Restore message) {
        TaskRestore before = restores.put(message.task().id(), new TaskRestore(message, listeners));
        if (before != null) {
            throw new IllegalStateException("Task " + message.task().id() + " was handed over twice");
        }
        outage.retryNow();
    }

    private long restore() {
        long waitMs = startWaiting();
        finishComplete();
        if (!reading.isEmpty()) {
            waitMs = read();
            finishComplete();
        }
        return restores.isEmpty() ? UNTIL_MESSAGE : waitMs;
    }

    private long read() {
        try {
            ConsumerRecords<byte[], byte[]> records = reader.poll(timing.poll());
            for (TopicPartition partition : reading) {
                TaskRestore restore = unfinished.get(partition);
                if (restore != null) { // Otherwise its task failed on another partition.
                    restore(partition, restore, records.records(partition));
                }
            }
            return 0;
        } catch (LogTruncatedException e) {
            return startOver(e.partitions());
        } catch (RetriableException e) {
            outage.note(e);
            return timing.retryBackoff().toMillis();
        } catch (StreamsException e) {
            failAllThatRead(e);
            return 0;
        }
    }

    /** Starts the tasks that came since; answers how long to wait if the broker does not tell their offsets. */
    private long startWaiting() {
        List<TaskRestore> waiting = new ArrayList<>();
        Set<TopicPartition> partitions = new HashSet<>();
        for (TaskRestore restore : restores.values()) {
            if (!restore.isStarted()) {
                waiting.add(restore);
                partitions.addAll(restore.partitions());
            }
        }
        if (waiting.isEmpty()) {
            return 0;
        }
        long backoffMs = outage.remainingMs();
        if (backoffMs > 0) {
            return backoffMs;
        }
        try {
            assignAlso(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            Map<TopicPartition, Long> beginnings = reader.beginningOffsets(partitions);
            Set<TaskRestore> early = endingEarly(waiting, ends);
            outage.over();
            for (TaskRestore restore : waiting) {
                if (!early.contains(restore)) {
                    start(restore, beginnings, ends);
                }
            }
            if (!early.isEmpty()) {
                outage.note(
                        new TimeoutException("Transactions that were committed have not ended in all partitions yet"));
            }
            return outage.remainingMs();
        } catch (RetriableException e) {
            outage.note(e);
            return timing.retryBackoff().toMillis();
        } catch (StreamsException e) {
            waiting.forEach(restore -> fail(restore, e));
            return 0;
        } finally {
            readNext(); // Without those that have no position, a poll would fail on them.
        }
    }

    private void failAllThatRead(StreamsException cause) {
        Set<TaskRestore> failing = new LinkedHashSet<>();
        reading.forEach(partition -> failing.add(Objects.requireNonNull(unfinished.get(partition))));
        failing.forEach(restore -> fail(restore, cause));
    }

    /** Reads those that came first, as many as may be at a time; others follow when they are done. */
    private void readNext() {
        Set<TopicPartition> next = unfinished.keySet().stream()
                .limit(reader.partitionsAtOnce())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<TopicPartition> before = reading;
        reading = Collections.unmodifiableSet(next);
        reader.assign(next);
        for (TopicPartition partition : next) {
            if (!before.contains(partition)) {
                reader.seek(
                        partition,
                        Objects.requireNonNull(unfinished.get(partition)).startReading(partition, clock.nowMs()));
            }
        }
    }

    /** The client warns about each partition whose offsets are asked for while it is not assigned. */
    private void assignAlso(Set<TopicPartition> partitions) {
        Set<TopicPartition> assigned = new HashSet<>(reading);
        assigned.addAll(partitions);
        reader.assign(assigned);
    }

    /** Those whose changelogs are known to be committed further than they can be read now, and are written as far. */
    private Set<TaskRestore> endingEarly(List<TaskRestore> waiting, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, TaskRestore> early = new HashMap<>();
        for (TaskRestore restore : waiting) {
            restore.endingEarly(ends).forEach(partition -> early.put(partition, restore));
        }
        if (!early.isEmpty()) {
            Map<TopicPartition, Long> writtenEnds = written.apply(early.keySet());
            early.entrySet()
                    .removeIf(entry -> entry.getValue().endingEarly(writtenEnds).contains(entry.getKey()));
        }
        return Set.copyOf(early.values());
    }

    private void start(TaskRestore restore, Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
        try {
            restore.start(beginnings, ends, clock.nowMs());
        } catch (RuntimeException e) { // Stores and listeners are the user's code as well.
            fail(restore, e);
            return;
        }
        List<ChangelogRestore> incomplete = restore.changelogRestores().stream()
                .filter(changelog -> !changelog.isComplete())
                .toList();
        meters.show(restore.progress(), clock::nowMs);
        incomplete.forEach(changelog -> unfinished.put(changelog.partition(), restore));
        log.info(
                "Restoring task {}: {} records or less in {} changelogs",
                restore.task().id(),
                restore.progress().remaining(),
                incomplete.size());
    }

    private void restore(TopicPartition partition, TaskRestore restore, List<ConsumerRecord<byte[], byte[]>> records) {
        try {
            int restored = restore.restore(partition, records, nextOffset(partition, records));
            if (restored > 0) {
                meters.restored(restored, clock.nowMs());
            }
        } catch (RuntimeException e) { // Stores and listeners are the user's code as well.
            fail(restore, e);
        }
    }

    /** The offset after these records, also beyond what is no record, like the end of a transaction. */
    private long nextOffset(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        try {
            return reader.position(partition);
        } catch (RetriableException | WakeupException e) { // What was polled must be restored all the same.
            return records.isEmpty() ? -1L : records.get(records.size() - 1).offset() + 1;
        }
    }

    private long startOver(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> beginnings;
        try {
            beginnings = reader.beginningOffsets(partitions);
        } catch (RetriableException e) {
            outage.note(e);
            return timing.retryBackoff().toMillis(); // The next poll says the same again.
        } catch (StreamsException e) {
            failAllThatRead(e);
            return 0;
        }
        for (TopicPartition partition : partitions) {
            TaskRestore restore = unfinished.get(partition);
            Long beginning = beginnings.get(partition);
            if (restore == null || beginning == null) {
                continue;
            }
            try {
                restore.startOver(partition, beginning);
                reader.seek(partition, beginning);
            } catch (RuntimeException e) { // A store of the user's is asked as well.
                fail(restore, e);
            }
        }
        return 0;
    }

    private void finishComplete() {
        boolean changed =
                unfinished.entrySet().removeIf(entry -> !entry.getValue().isReading(entry.getKey()));
        for (TaskRestore restore : List.copyOf(restores.values())) {
            if (restore.isComplete()) {
                restores.remove(restore.task().id());
                meters.hide(restore.task().id());
                log.info("Task {} is restored", restore.task().id());
                outbox.restored(restore.task());
            }
        }
        if (changed) {
            readNext();
        }
    }

    private void recall(TaskRestore restore) {
        forget(restore);
        try {
            restore.suspend();
        } catch (StreamsException e) {
            log.warn("Task {} is handed back unfinished", restore.task().id(), e);
        }
        outbox.recalled(restore.task());
    }

    private void fail(TaskRestore restore, RuntimeException cause) {
        forget(restore);
        outbox.failed(restore.task(), cause);
    }

    private void forget(TaskRestore restore) {
        restores.remove(restore.task().id());
        meters.hide(restore.task().id());
        if (unfinished.values().removeIf(other -> other == restore)) {
            readNext();
        }
    }

    private void stop() {
        stopped = true;
        progress = Map.of();
        for (TaskRestore restore : List.copyOf(restores.values())) {
            recall(restore);
        }
        meters.close();
        try {
            reader.close();
        } catch (StreamsException e) {
            log.warn("The changelog reader of {} did not close cleanly", name, e);
        }
    }

    private void die(RuntimeException cause) {
        death = cause;
        List<RestorableTask> tasks =
                restores.values().stream().map(TaskRestore::task).toList();
        restores.keySet().forEach(meters::hide);
        restores.clear();
        unfinished.clear();
        reading = Set.of();
        tasks.forEach(task -> outbox.failed(task, cause));
    }

    private void publishProgress() {
        Map<TaskId, RestoreProgress> now = new LinkedHashMap<>();
        restores.forEach((id, restore) -> now.put(id, restore.progress()));
        progress = Map.copyOf(now);
    }

    /** A time in which the broker does not answer. */
    private final class Outage {

        private long retryAtMs = 0;
        private long warnAtMs = 0;

        void note(RetriableException error) {
            long nowMs = clock.nowMs();
            retryAtMs = nowMs + timing.retryBackoff().toMillis();
            if (nowMs >= warnAtMs) {
                warnAtMs = nowMs + timing.warnInterval().toMillis();
                log.warn("{} waits for the broker to restore {}: {}", name, restores.keySet(), error.toString());
            }
        }

        void over() {
            retryAtMs = 0;
            warnAtMs = 0;
        }

        void retryNow() {
            retryAtMs = 0;
        }

        long remainingMs() {
            return Math.max(0, retryAtMs - clock.nowMs());
        }
    }
}
