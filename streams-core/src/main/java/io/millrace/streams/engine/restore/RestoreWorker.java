package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.log.ChangelogReader;
import io.millrace.streams.engine.log.GroupPositions;
import io.millrace.streams.engine.log.LogTruncatedException;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.restore.RestoreMessage.Follow;
import io.millrace.streams.engine.restore.RestoreMessage.LimitsKnown;
import io.millrace.streams.engine.restore.RestoreMessage.Recall;
import io.millrace.streams.engine.restore.RestoreMessage.Restore;
import io.millrace.streams.engine.restore.RestoreMessage.Stop;
import io.millrace.streams.engine.restore.RestoreMessage.TellInstanceId;
import io.millrace.streams.engine.task.FollowerTask;
import io.millrace.streams.engine.task.RestorableTask;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
 * the reader may fetch together, those first that came first. What is left of the reader is for standby tasks, handed over with
 * {@link Follow}, whose changelogs are followed without end.
 *
 * <p>A task that is handed over with {@link Restore} is owned by this worker until it is handed back through the
 * {@link RestoreOutbox}, which happens exactly once, whatever goes wrong. Everything is done in {@link #step()}, on the worker's
 * one thread; any thread may {@link #post} and look at {@link #progress()}. Positions are written with the contents, so a
 * restore may end after any step and go on from there later. Errors of the broker that may pass are waited out.
 */
public final class RestoreWorker {

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

    private final RestoreInbox inbox = new RestoreInbox();
    private final Map<TaskId, TaskRestore> restores = new LinkedHashMap<>();
    private final Map<TopicPartition, TaskRestore> unfinished = new LinkedHashMap<>();
    private final Followers followers;
    private final Reading reading;

    private int loaded;
    private final Outage outage;
    private @Nullable RuntimeException death;
    private boolean stopped;
    private volatile Map<TaskId, RestoreProgress> progress = Map.of();
    private volatile Map<TaskId, RestoreProgress> followed = Map.of();

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
     * @param following how standby tasks are followed
     */
    public record Parts(
            ChangelogReader reader,
            RestoreOutbox outbox,
            StateRestoreListener listener,
            Function<Set<TopicPartition>, Map<TopicPartition, Long>> written,
            EngineMetrics metrics,
            Following following) {}

    /**
     * How standby tasks are followed.
     *
     * @param listener the user's, told on the worker's thread; null for none
     * @param positions what the group has committed, beyond which nothing is followed
     * @param interval how often that is asked for
     * @param readsCommitted whether the reader gives committed records only, so that changelogs need no such limit
     */
    public record Following(
            @Nullable StandbyUpdateListener listener,
            GroupPositions positions,
            Duration interval,
            boolean readsCommitted) {}

    /**
     * A worker that has nothing to do yet.
     *
     * @param name that of its thread, for messages and metrics
     */
    public RestoreWorker(String name, Parts parts, Clock clock, Timing timing) {
        this.name = name;
        this.reader = parts.reader();
        this.reading = new Reading(reader);
        this.outbox = parts.outbox();
        this.written = parts.written();
        this.listeners = new RestoreListeners(parts.listener(), this::publishProgress);
        this.clock = clock;
        this.timing = timing;
        this.followers = new Followers(reader, outbox, clock, parts.following(), () -> inbox.post(new LimitsKnown()));
        this.outage = new Outage(
                () -> name + " waits for the broker to restore " + restores.keySet() + " and to follow "
                        + followers.ids(),
                timing,
                clock);
        this.meters = new RestoreMeters(parts.metrics(), name, this::progress, this::followed);
    }

    /** That of its thread. */
    String name() {
        return name;
    }

    /** Sends a message. May be called by any thread. */
    public void post(RestoreMessage message) {
        inbox.post(message);
        reader.wakeup();
    }

    /** How far the restores are, by task. May be called by any thread; the answer does not change any more. */
    public Map<TaskId, RestoreProgress> progress() {
        return progress;
    }

    /** How far the standby tasks are, by task. May be called by any thread; the answer does not change any more. */
    public Map<TaskId, RestoreProgress> followed() {
        return followed;
    }

    /**
     * Reads the messages, restores one batch.
     *
     * @return how many milliseconds to wait for a message before the next step, {@link #UNTIL_MESSAGE} or {@link #STOPPED}
     */
    public long step() {
        try {
            for (RestoreMessage message = inbox.next(); message != null; message = inbox.next()) {
                take(message);
            }
            if (stopped) {
                return STOPPED;
            }
            if (death != null) {
                return UNTIL_MESSAGE;
            }
            readNext();
            if (isIdle()) {
                return UNTIL_MESSAGE;
            }
            return work();
        } catch (WakeupException e) {
            return 0; // For a message.
        } catch (RuntimeException e) { // The root of this thread: from here on every task is answered with the cause.
            log.error("The restore worker {} died", name, e);
            return die(e);
        } finally {
            publishProgress();
        }
    }

    private boolean isIdle() {
        return restores.isEmpty() && followers.isEmpty();
    }

    private long work() {
        long sinceMs = clock.elapsedMs();
        boolean restoring = !restores.isEmpty();
        loaded = 0;
        long waitMs = restoreAndFollow();
        readNext();
        long tookMs = clock.elapsedMs() - sinceMs;
        long nowMs = clock.nowMs();
        if (restoring) {
            meters.busy(tookMs, nowMs);
        } else if (loaded > 0) {
            meters.following(tookMs, nowMs);
        } else {
            meters.idle(tookMs, nowMs);
        }
        return isIdle() ? UNTIL_MESSAGE : waitMs;
    }

    /** Waits for a message as long as the last step said. */
    void await(long waitMs) throws InterruptedException {
        long sinceMs = clock.elapsedMs();
        inbox.await(Math.min(waitMs, MAX_WAIT_MS));
        meters.idle(clock.elapsedMs() - sinceMs, clock.nowMs());
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
        } else if (message instanceof Follow follow) {
            takeFollower(follow.task());
        } else if (message instanceof Recall recall) {
            TaskRestore restore = restores.get(recall.task());
            if (restore != null) {
                recall(restore);
            }
            followers.recall(recall.task());
        } else if (message instanceof TellInstanceId question) {
            answer(question);
        } else if (message instanceof Stop) {
            stop();
        }
    }

    private void answer(TellInstanceId question) {
        try {
            if (death != null) {
                throw death;
            }
            question.answer().complete(reader.instanceId(question.timeout()));
        } catch (RuntimeException e) { // Whoever waits is told, and restoring goes on.
            question.answer().completeExceptionally(e);
        }
    }

    private void takeFollower(FollowerTask task) {
        RuntimeException cause = death;
        if (stopped) {
            task.close();
            outbox.recalled(task);
        } else if (cause != null) {
            outbox.failed(task, cause);
        } else {
            followers.add(task);
        }
    }

    private void add(Restore message) {
        TaskId id = message.task().id();
        if (restores.containsKey(id)) {
            outbox.failed(message.task(), new IllegalStateException("Task " + id + " was handed over twice"));
            return;
        }
        TaskRestore restore = new TaskRestore(message, listeners);
        restores.put(id, restore);
        try {
            promote(id);
        } catch (RuntimeException e) { // The listener is the user's code.
            fail(restore, e);
            return;
        }
        outage.retryNow();
    }

    /** A standby task's place is taken by an active one with the same stores, which may be read from elsewhere than it was. */
    private void promote(TaskId id) {
        reading.forget(followers.partitionsOf(id));
        followers.promote(id);
    }

    private long restoreAndFollow() {
        long waitMs = startWaiting();
        finishComplete();
        followers.refreshLimits();
        readNext();
        if (!reading.partitions().isEmpty()) {
            waitMs = read();
            finishComplete();
        } else if (!followers.isEmpty()) {
            waitMs = waitMs > 0 ? Math.min(waitMs, followers.waitMs()) : followers.waitMs();
        }
        long sinceMs = clock.elapsedMs();
        followers.persistAged();
        meters.persisting(clock.elapsedMs() - sinceMs, clock.nowMs());
        return waitMs;
    }

    private long read() {
        try {
            ConsumerRecords<byte[], byte[]> records = reader.poll(timing.poll());
            for (TopicPartition partition : reading.partitions()) {
                TaskRestore restore = unfinished.get(partition);
                if (restore != null) { // Otherwise its task failed on another partition.
                    restore(partition, restore, records.records(partition));
                } else if (followers.isFollowed(partition)) {
                    load(partition, records.records(partition));
                }
            }
            return 0;
        } catch (LogTruncatedException e) {
            return startOver(e.partitions());
        } catch (RetriableException e) {
            return outage.note(e);
        } catch (StreamsException e) {
            return cannotRead(e);
        }
    }

    /** Standby tasks are an insurance: what they cannot read must not keep others from being restored, nor end the thread. */
    private long cannotRead(StreamsException cause) {
        Set<TopicPartition> followed = new LinkedHashSet<>(reading.partitions());
        followed.removeIf(partition -> !followers.isFollowed(partition));
        if (followed.isEmpty()) {
            return failAllThatRead(cause);
        }
        followers.cannotRead(followed, timing.warnInterval().toMillis(), cause);
        return 0;
    }

    private void load(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        int count = followers.load(partition, records, nextOffset(partition, records));
        loaded += count;
        if (count > 0) {
            meters.restored(count, clock.nowMs());
        }
    }

    /** Starts the tasks that came since; answers how long to wait if the broker does not tell their offsets. */
    private long startWaiting() {
        List<TaskRestore> waiting = restores.values().stream()
                .filter(restore -> !restore.isStarted())
                .toList();
        if (waiting.isEmpty()) {
            return 0;
        }
        long backoffMs = outage.remainingMs();
        if (backoffMs > 0) {
            return backoffMs;
        }
        try {
            reading.askAbout(ChangelogSpans.of(waiting));
            ChangelogSpans spans = ChangelogSpans.ask(waiting, reader, written);
            outage.over();
            for (TaskRestore restore : waiting) {
                if (!spans.early().contains(restore)) {
                    start(restore, spans);
                }
            }
            if (!spans.early().isEmpty()) {
                outage.note(
                        new TimeoutException("Transactions that were committed have not ended in all partitions yet"));
            }
            return outage.remainingMs();
        } catch (RetriableException e) {
            return outage.note(e);
        } catch (StreamsException e) {
            waiting.forEach(restore -> fail(restore, e));
            return 0;
        }
    }

    private long failAllThatRead(StreamsException cause) {
        Set<TaskRestore> failing = new LinkedHashSet<>();
        reading.partitions().forEach(partition -> failing.add(Objects.requireNonNull(unfinished.get(partition))));
        failing.forEach(restore -> fail(restore, cause));
        return 0;
    }

    /** Reads those that came first, as many as may be at a time, and followers if there is room; others follow when they are done. */
    private void readNext() {
        int slots = reader.partitionsAtOnce();
        Set<TopicPartition> next =
                unfinished.keySet().stream().limit(slots).collect(Collectors.toCollection(LinkedHashSet::new));
        next.addAll(followers.turn(slots - next.size()));
        reading.read(next, this::nextOffset);
    }

    private long nextOffset(TopicPartition partition) {
        TaskRestore restore = unfinished.get(partition);
        return restore == null ? followers.nextOffset(partition) : restore.startReading(partition, clock.nowMs());
    }

    private void start(TaskRestore restore, ChangelogSpans spans) {
        try {
            restore.start(spans.beginnings(), spans.ends(), clock.nowMs());
        } catch (RuntimeException e) { // Stores and listeners are the user's code as well.
            fail(restore, e);
            return;
        }
        List<ChangelogRestore> incomplete = restore.changelogRestores().stream()
                .filter(changelog -> !changelog.isComplete())
                .toList();
        meters.show(restore.progress(), clock);
        incomplete.forEach(changelog -> unfinished.put(changelog.partition(), restore));
        if (!incomplete.isEmpty()) {
            log.info(
                    "{} restores task {}: {} records or less in {} changelogs",
                    name,
                    restore.task().id(),
                    restore.progress().remaining(),
                    incomplete.size());
        }
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
            return outage.note(e); // The next poll says the same again.
        } catch (StreamsException e) {
            return cannotRead(e);
        }
        for (TopicPartition partition : partitions) {
            Long beginning = beginnings.get(partition);
            if (beginning != null && reading.partitions().contains(partition)) {
                startOver(partition, beginning);
            }
        }
        return 0;
    }

    private void startOver(TopicPartition partition, long beginning) {
        TaskRestore restore = unfinished.get(partition);
        if (restore == null) {
            followers.startOver(partition, beginning);
            return;
        }
        try {
            restore.startOver(partition, beginning);
            reader.seek(partition, beginning);
        } catch (RuntimeException e) { // A store of the user's is asked as well.
            fail(restore, e);
        }
    }

    private void finishComplete() {
        unfinished.entrySet().removeIf(entry -> !entry.getValue().isReading(entry.getKey()));
        for (TaskRestore restore : List.copyOf(restores.values())) {
            if (restore.isComplete()) {
                restores.remove(restore.task().id());
                meters.hide(restore.task().id());
                log.debug("Task {} is restored", restore.task().id());
                outbox.restored(restore.task());
            }
        }
    }

    private void recall(TaskRestore restore) {
        forget(restore);
        try {
            restore.suspend();
        } catch (StreamsException e) {
            log.warn("Task {} is handed back unfinished", restore.task().id(), e);
        } finally {
            outbox.recalled(restore.task());
        }
    }

    private void fail(TaskRestore restore, RuntimeException cause) {
        forget(restore);
        outbox.failed(restore.task(), cause);
    }

    private void forget(TaskRestore restore) {
        restores.remove(restore.task().id());
        meters.hide(restore.task().id());
        unfinished.values().removeIf(other -> other == restore);
    }

    private void stop() {
        stopped = true;
        progress = Map.of();
        followed = Map.of();
        meters.close();
        for (TaskRestore restore : List.copyOf(restores.values())) {
            recall(restore);
        }
        List.copyOf(followers.ids()).forEach(followers::recall);
        closeReader();
    }

    /** Without effect if it is closed. */
    private void closeReader() {
        boolean interrupted = Thread.interrupted(); // The client refuses to close then.
        try {
            reader.close();
        } catch (RuntimeException | Error e) {
            log.warn("The changelog reader of {} did not close cleanly", name, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Answers for all tasks, and from now on for those that come; answers with how long to wait. */
    long die(RuntimeException cause) {
        if (death == null) {
            death = cause;
            giveUp(cause);
            closeReader();
        }
        return stopped ? STOPPED : UNTIL_MESSAGE;
    }

    private void giveUp(RuntimeException cause) {
        List<RestorableTask> tasks =
                restores.values().stream().map(TaskRestore::task).toList();
        restores.keySet().forEach(meters::hide);
        restores.clear();
        unfinished.clear();
        reading.forget(reading.partitions());
        tasks.forEach(task -> outbox.failed(task, cause));
        followers.failAll(cause);
        publishProgress();
    }

    private void publishProgress() {
        Map<TaskId, RestoreProgress> now = new LinkedHashMap<>();
        restores.forEach((id, restore) -> now.put(id, restore.progress()));
        progress = Map.copyOf(now);
        followed = followers.progress();
    }
}
