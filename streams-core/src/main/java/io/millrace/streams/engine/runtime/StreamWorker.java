package io.millrace.streams.engine.runtime;

import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.streams.engine.log.CommitDeferredException;
import io.millrace.streams.engine.log.RecordSource;
import io.millrace.streams.engine.log.WorkLostException;
import io.millrace.streams.engine.plan.TopicSelection;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.TaskPhase;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TaskCorruptedException;
import io.millrace.streams.errors.TaskMigratedException;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream thread's work: a member of the group, the tasks of the partitions it is given, and their commits. Everything happens
 * in {@link #step()}, on one thread; other threads post to the {@link Mailbox}. A record's way is: poll, {@link TaskTable},
 * {@link ActiveTask#enqueue}, {@link ActiveTask#process}, {@link CommitCycle}.
 */
final class StreamWorker implements RecordSource.AssignmentListener {

    private static final Logger log = LoggerFactory.getLogger(StreamWorker.class);

    /** How long a step may process before it polls again, so that the membership never starves. */
    private static final long PROCESSING_BUDGET_NANOS = Duration.ofMillis(100).toNanos();

    /** How many records a task may process before another gets its turn. */
    private static final int RECORDS_A_TURN = 256;

    private final Parts parts;
    private final Clock clock;
    private final Duration pollTimeout;
    private final BooleanSupplier rebalance;
    private final RecordSource source;
    private final Mailbox mailbox;
    private final TaskTable tasks = new TaskTable();
    private final InputGate gate;
    private final Rewinds rewinds = new Rewinds();
    private final Standbys standbys;
    private final TaskStarts starts;
    private final IdQuestions questions = new IdQuestions();
    private final WorkerMeters meters;
    private boolean paused;
    private boolean stopping;
    private boolean busy;
    private GroupMembershipOperation membership = GroupMembershipOperation.LEAVE_GROUP;
    private final NextAssignment nextAssignment = new NextAssignment();

    /**
     * What a worker is made of.
     *
     * @param source its membership and input
     * @param commits its commits
     * @param opener makes and opens its tasks
     * @param restores where tasks to restore go
     * @param mailbox where it gets mail
     * @param observer who is told what it does
     */
    record Parts(
            RecordSource source,
            CommitCycle commits,
            TaskOpener opener,
            RestoreDesk restores,
            Mailbox mailbox,
            WorkerObserver observer) {}

    /**
     * How a worker takes its input.
     *
     * @param poll how long a poll waits when there is nothing else to do
     * @param maxQueuedBytes how much may be queued
     * @param rebalance whether commits wait for the next assignment, which the group may be making at the moment
     */
    record Pace(Duration poll, long maxQueuedBytes, BooleanSupplier rebalance) {}

    StreamWorker(Parts parts, Clock clock, Pace pace, WorkerMeters meters) {
        this.parts = parts;
        this.clock = clock;
        this.source = parts.source();
        this.mailbox = parts.mailbox();
        this.standbys = new Standbys(parts.opener(), parts.restores(), parts.observer());
        this.starts = new TaskStarts(parts, tasks, rewinds, standbys);
        this.pollTimeout = pace.poll();
        this.rebalance = pace.rebalance();
        this.gate = new InputGate(tasks, valveOf(source), pace.maxQueuedBytes());
        this.meters = meters;
    }

    private static InputGate.Valve valveOf(RecordSource source) {
        return new InputGate.Valve() {
            @Override
            public void pause(Collection<TopicPartition> partitions) {
                source.pause(partitions);
            }

            @Override
            public void resume(Collection<TopicPartition> partitions) {
                source.resume(partitions);
            }
        };
    }

    /** How many bytes of input wait to be processed; may be asked by any thread. */
    long queuedBytes() {
        return gate.queuedBytes();
    }

    /** Joins the group. */
    void join(TopicSelection topics) {
        parts.observer().stateChanged(WorkerState.STARTING);
        Pattern pattern = topics.pattern();
        if (pattern == null) {
            source.subscribe(topics.names(), this);
        } else {
            source.subscribe(pattern, this);
        }
    }

    /**
     * Does what there is to do and returns; waits in the poll only, and only when there is nothing else to do.
     *
     * @return false when the worker was told to stop, and can
     */
    boolean step() {
        readMail();
        if (stopping) {
            return parts.commits().isNeeded(tasks.running()) && rebalance.getAsBoolean() && awaitAssignment();
        }
        try {
            if (parts.commits().prepare()) {
                standbys.openWaiting(id -> tasks.byId(id) != null);
                if (starts.advance()) {
                    tasksChanged();
                }
            }
            nextAssignment.askWhenDue(source, clock.elapsedMs());
            poll();
            questions.answer(source, clock.elapsedMs());
            busy = !paused && process(clock.nowMs());
            if (parts.commits().isDue(tasks.running())) {
                commit(tasks.running());
            } else if (parts.commits().holdsBackTooMuch()
                    || (!busy && parts.commits().isNear())) {
                unlessTooLate(() -> parts.commits().passOn(tasks.running()));
            }
        } catch (TaskCorruptedException | WorkLostException e) {
            startOver(e);
        }
        gate.open();
        return true;
    }

    /** The group would not take the last commit now, and its work would be done again elsewhere: polls until it does. */
    private boolean awaitAssignment() {
        busy = false;
        try {
            poll();
        } catch (TaskCorruptedException | WorkLostException e) {
            startOver(e);
        }
        return true;
    }

    /**
     * Takes all running tasks back to their last commit: what they did since is dropped, and their input is read again from there. All,
     * because they commit together, and another task may have been in the middle of a record when the failure of one showed. A task
     * that was about to run and whose state is damaged is opened anew as well.
     */
    private void startOver(StreamsException cause) {
        log.warn("The tasks of this thread start over from their last commit", cause);
        Set<TaskId> damaged = cause instanceof TaskCorruptedException corrupted ? corrupted.corruptedTasks() : Set.of();
        startOver(damaged);
    }

    private void startOver(Set<TaskId> besidesThoseRunning) {
        parts.commits().abort();
        tasks.all().stream()
                .filter(task -> task.phase() == TaskPhase.RUNNING || besidesThoseRunning.contains(task.id()))
                .forEach(this::openAnew);
        tasksChanged();
    }

    private void openAnew(ActiveTask task) {
        Map<TopicPartition, Long> starts = rewinds.beginningsOf(task);
        giveUp(task);
        create(task.inputs(), starts);
    }

    /** Makes tasks for inputs that were read before. */
    private void create(Set<TopicPartition> inputs, Map<TopicPartition, Long> starts) {
        addTasks(inputs);
        rewinds.add(inputs, starts);
    }

    /** Commits and closes everything; leaves the group unless it was told to stay. */
    void closeCleanly() {
        parts.observer().stateChanged(WorkerState.PENDING_SHUTDOWN);
        RuntimeException failure = null;
        try {
            parts.commits().run(tasks.running());
        } catch (TaskMigratedException | CommitDeferredException | TaskCorruptedException | WorkLostException e) {
            log.info("The last commit came too late, its records will be processed again: {}", e.getMessage());
        } catch (RuntimeException e) {
            failure = e;
        }
        Closing closing = new Closing(failure);
        takeBackAndCloseTasks(closing);
        leave(closing);
    }

    /**
     * Closes everything without a commit; leaves the group.
     *
     * @param farewell done after the tasks are closed, while the worker is a member still
     */
    void closeAfterFailure(Runnable farewell) {
        parts.observer().stateChanged(WorkerState.PENDING_SHUTDOWN);
        Closing closing = new Closing(null);
        takeBackAndCloseTasks(closing);
        if (parts.commits().isAtomic()) {
            closing.step(parts.commits()::abort); // Nobody shall wait for the end of its transaction.
        }
        closing.step(farewell);
        leave(closing);
    }

    private void takeBackAndCloseTasks(Closing closing) {
        closing.step(parts.restores()::stop);
        while (!mailbox.isEmpty()) {
            closing.step(this::readMail);
        }
        closeTasks(closing);
    }

    private void leave(Closing closing) {
        closeTasks(closing); // Those of an assignment that came meanwhile.
        closing.step(() -> source.close(membership));
        closing.finish();
    }

    private void closeTasks(Closing closing) {
        for (ActiveTask task : tasks.all()) {
            closing.step(() -> close(task));
        }
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
        Set<TopicPartition> added = new LinkedHashSet<>(partitions);
        Map<TopicPartition, Long> reclaimed = reclaimFromGrowingTasks(partitions);
        added.addAll(reclaimed.keySet());
        addTasks(added);
        rewinds.add(reclaimed.keySet(), reclaimed);
        parts.observer().stateChanged(WorkerState.PARTITIONS_ASSIGNED);
        tasksChanged();
    }

    /** Makes tasks, or finds them: a standby task that is open already has only to be restored to its end. */
    private void addTasks(Set<TopicPartition> inputs) {
        for (ActiveTask task : parts.opener().create(inputs, standbys)) {
            tasks.add(task);
            meters.created();
            source.pause(task.inputs());
            if (task.phase() == TaskPhase.RESTORING) {
                starts.openedBefore(task);
            }
        }
    }

    /** A task that is here already may gain an input, when a topic got more partitions: it is made anew with all its inputs. */
    private Map<TopicPartition, Long> reclaimFromGrowingTasks(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> reclaimed = new HashMap<>();
        for (TopicPartition partition : partitions) {
            ActiveTask growing = tasks.byId(parts.opener().taskReading(partition));
            if (growing != null) {
                reclaimed.putAll(rewinds.beginningsOf(growing));
                commitBeforeChange();
                ActiveTask now = tasks.byId(growing.id()); // It may have started over, or be gone.
                if (now != null) {
                    giveUp(now);
                }
            }
        }
        return reclaimed;
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        if (tasksOf(partitions).isEmpty()) {
            return;
        }
        parts.observer().stateChanged(WorkerState.PARTITIONS_REVOKED);
        commitBeforeChange();
        CrashPoint.REVOKING.pass();
        giveUpTasksOf(partitions);
    }

    /** A task that keeps some of its inputs, because a topic of a pattern was deleted, say, is made anew with those. */
    private void giveUpTasksOf(Collection<TopicPartition> partitions) {
        for (ActiveTask task : tasksOf(partitions)) {
            Set<TopicPartition> kept = new LinkedHashSet<>(task.inputs());
            kept.removeAll(partitions);
            Map<TopicPartition, Long> starts = rewinds.beginningsOf(task);
            giveUp(task);
            if (!kept.isEmpty()) {
                create(kept, starts);
            }
        }
        tasksChanged();
    }

    /**
     * Commits before tasks go away. If that cannot be, all start over, and those that leave do so elsewhere: what they sent may not be
     * part of a later transaction, which would not have their positions.
     */
    private void commitBeforeChange() {
        try {
            parts.observer().committed(parts.commits().run(tasks.running()));
        } catch (CommitDeferredException e) {
            if (parts.commits().isAtomic()) {
                startOver(e);
            } else {
                log.info(
                        "Tasks go away without a commit, their last records will be processed again: {}",
                        e.getMessage());
            }
        } catch (TaskMigratedException e) {
            giveUpAll(e);
        } catch (TaskCorruptedException | WorkLostException e) {
            startOver(e);
        }
    }

    @Override
    public void lost(Collection<TopicPartition> partitions) {
        parts.observer().stateChanged(WorkerState.PARTITIONS_REVOKED);
        if (parts.commits().isAtomic()) {
            startOver(Set.of());
        }
        giveUpTasksOf(partitions);
    }

    private void readMail() {
        for (Mail mail = mailbox.take(); mail != null; mail = mailbox.take()) {
            if (mail instanceof Mail.TaskRestored restored) {
                onRestored(restored.task());
            } else if (mail instanceof Mail.TaskRecalled recalled) {
                closeUnlessOurs(recalled.task());
            } else if (mail instanceof Mail.RestoreFailed failed) {
                onRestoreFailed(failed);
            } else if (mail instanceof Mail.ApplicationEnds) {
                parts.observer().toldThatTheApplicationEnds();
            } else if (mail instanceof Mail.StandbysAssigned assigned) {
                standbys.want(assigned.tasks());
            } else if (mail instanceof Mail.StandbyReturned returned) {
                onStandbyReturned(returned);
            } else if (mail instanceof Mail.AssignmentFailed failed) {
                throw failed.cause();
            } else if (mail instanceof Mail.AskForAssignment ask) {
                nextAssignment.schedule(ask, clock.elapsedMs());
            } else if (mail instanceof Mail.Pause) {
                paused = true;
            } else if (mail instanceof Mail.Resume) {
                paused = false;
            } else if (mail instanceof Mail.TellInstanceId question) {
                questions.add(question);
            } else if (mail instanceof Mail.Stop stop) {
                stopping = true;
                membership = stop.membership();
            }
        }
    }

    private void onRestored(ActiveTask task) {
        if (tasks.byId(task.id()) == task) {
            starts.cameBack(task);
        } else {
            close(task);
        }
    }

    /** Damaged state is restored once more, from the beginning; any other failure is the worker's. */
    private void onRestoreFailed(Mail.RestoreFailed failed) {
        ActiveTask task = failed.task();
        closeUnlessOurs(task);
        if (!(failed.cause() instanceof TaskCorruptedException)) {
            throw failed.cause();
        }
        if (tasks.byId(task.id()) == task && !stopping) {
            log.warn("The state of task {} is restored anew", task.id(), failed.cause());
            starts.cameBack(task);
            openAnew(task);
            tasksChanged();
        }
    }

    private void onStandbyReturned(Mail.StandbyReturned returned) {
        RuntimeException cause = returned.cause();
        ActiveTask successor = standbys.returned(returned.task(), cause);
        if (successor != null && cause != null) {
            onRestoreFailed(new Mail.RestoreFailed(successor, cause));
        } else if (successor != null) {
            closeUnlessOurs(successor);
        }
    }

    private void closeUnlessOurs(ActiveTask task) {
        if (tasks.byId(task.id()) != task) {
            close(task);
        }
    }

    private void poll() {
        long sinceNanos = meters.start();
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = source.poll(busy ? Duration.ZERO : parts.commits().waitAtMost(pollTimeout, tasks.running()));
        } catch (TaskMigratedException e) {
            giveUpAll(e);
            return;
        }
        for (TopicPartition partition : records.partitions()) {
            ActiveTask task = tasks.reading(partition);
            if (task != null) {
                List<ConsumerRecord<byte[], byte[]>> fetched = records.records(partition);
                task.enqueue(partition, fetched);
                parts.observer()
                        .fetched(partition, fetched.get(fetched.size() - 1).offset());
            }
        }
        source.tellNext(records, (partition, next) -> {
            ActiveTask task = tasks.reading(partition);
            if (task != null) {
                task.fetchedTo(partition, next);
            }
        });
        gate.close(records.partitions());
        meters.polled(records.count(), sinceNanos);
    }

    /** Lets the tasks take turns until nothing is left, the budget is used up, or a commit is due. */
    private boolean process(long nowMs) {
        long sinceNanos = meters.start();
        long endNanos = sinceNanos + PROCESSING_BUDGET_NANOS;
        List<ActiveTask> running = tasks.running();
        long total = 0;
        long round;
        do {
            round = 0;
            for (ActiveTask task : running) {
                round += task.process(RECORDS_A_TURN, nowMs);
            }
            total += round;
        } while (round > 0
                && clock.nanoTime() < endNanos
                && !parts.commits().holdsBackTooMuch()
                && !parts.commits().isDue(running));
        long processedNanos = meters.processed(total, sinceNanos);
        long punctuated = 0;
        for (ActiveTask task : running) {
            punctuated += task.punctuateWallClock(nowMs);
        }
        meters.punctuated(punctuated, processedNanos);
        return total > 0;
    }

    private void commit(List<ActiveTask> committing) {
        unlessTooLate(() -> parts.observer().committed(parts.commits().run(committing)));
    }

    private void unlessTooLate(Runnable work) {
        try {
            work.run();
        } catch (CommitDeferredException e) {
            log.debug("Will commit at the next step: {}", e.getMessage());
        } catch (TaskMigratedException e) {
            giveUpAll(e);
        }
    }

    private Set<ActiveTask> tasksOf(Collection<TopicPartition> partitions) {
        Set<ActiveTask> found = new LinkedHashSet<>();
        for (TopicPartition partition : partitions) {
            ActiveTask task = tasks.reading(partition);
            if (task != null) {
                found.add(task);
            }
        }
        return found;
    }

    private void giveUpAll(TaskMigratedException cause) {
        log.warn("Lost the membership, all tasks are given up and will be assigned anew: {}", cause.getMessage());
        parts.commits().abort();
        tasks.all().forEach(this::giveUp);
        tasksChanged();
    }

    /** Parts with a task: closes it, or has it closed when the restore worker hands it back. */
    private void giveUp(ActiveTask task) {
        if (tasks.byId(task.id()) != task) {
            return;
        }
        tasks.remove(task);
        parts.commits().forget(task);
        boolean cameBack = starts.forget(task);
        gate.forget(task.inputs());
        rewinds.forget(task.inputs());
        if (task.phase() == TaskPhase.RESTORING && !cameBack) {
            parts.restores().recall(task.id());
        } else {
            close(task);
        }
    }

    private void close(ActiveTask task) {
        tasks.remove(task);
        try {
            task.close();
            meters.closed();
        } finally {
            parts.opener().closed(task);
        }
    }

    private void tasksChanged() {
        tasks.phasesChanged();
        parts.observer().tasksChanged(tasks.all());
        if (tasks.allRunning() && !stopping) {
            parts.observer().stateChanged(WorkerState.RUNNING);
        }
    }
}
