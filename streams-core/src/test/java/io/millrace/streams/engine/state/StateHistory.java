package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.Misbehaving.Defect;
import io.millrace.streams.engine.state.Misbehaving.Expired;
import io.millrace.streams.engine.state.ModelledStore.Contents;
import io.millrace.streams.engine.state.ModelledStore.Traits;
import io.millrace.streams.engine.state.ModelledStore.Write;
import io.millrace.streams.engine.state.SimulatedDisk.PowerCut;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.TaskStateSettings.ChangelogTarget;
import io.millrace.streams.engine.state.layout.WindowKey;
import io.millrace.streams.engine.state.view.TestContext;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.query.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The life of one task's state: what a worker and its restore worker do with {@link TaskState}, through the typed stores, while
 * processes die, the disk forgets and changelogs get lost. What a step does depends on its number and on what was before it, so
 * that steps can be left out of a history that fails.
 *
 * <p>Exactly once, what was sent and not published is gone after a crash. At least once, a part of it stays in the changelogs; the
 * restore then goes no further than the ends that belong to the committed input positions, and the same inputs are processed again.
 */
final class StateHistory {

    private static final TaskId TASK = new TaskId(0, 0);

    private final Defect defect;
    private final RandomGenerator setUp;
    private final boolean exactlyOnce;
    private final List<ModelledStore> stores = new ArrayList<>();
    private final TestChangelog log = new TestChangelog();
    private final TestOrigins origins = new TestOrigins();

    /** The ends of the changelogs that belong to the committed input positions. */
    private final Map<TopicPartition, Long> ceilings = new HashMap<>();

    /** What the stores without a changelog held when the input with this number was the last to write to them. */
    private final Map<String, Map<Long, Contents>> snapshots = new HashMap<>();

    /** Positions of all stores on disk, as they were at one instant. */
    private final Set<List<Long>> instants = new HashSet<>();

    private final long budgetBytes;
    private List<Write> pending = new ArrayList<>();
    private SimulatedDisk disk = new SimulatedDisk();
    private StateBackend persistent = disk;

    /** Whether a store was emptied, which takes more than an instant. */
    private boolean emptied;

    private TaskState state;

    /** A step: what it does follows from its number. */
    record Step(Kind kind, int offset, long salt) {

        @Override
        public String toString() {
            return offset + ":" + kind;
        }
    }

    enum Kind {
        WRITE(60),
        READ(20),
        DRAIN(5),
        COMMIT(12),
        FLUSH(4),
        ABORT(3),
        RESTART(3),
        CRASH(4),
        LOSE_DISK(2),
        LOSE_CHANGELOG(1);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    /** The steps of a history. */
    static List<Step> steps(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        int all = 0;
        for (Kind kind : Kind.values()) {
            all += kind.weight;
        }
        List<Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int dice = random.nextInt(all);
            int next = 0;
            while (dice >= Kind.values()[next].weight) {
                dice -= Kind.values()[next++].weight;
            }
            steps.add(new Step(Kind.values()[next], i, random.nextLong()));
        }
        return steps;
    }

    StateHistory(long seed, Defect defect) {
        this.defect = defect;
        this.setUp = new SplittableRandom(seed ^ 0x5DEECE66DL);
        this.exactlyOnce = setUp.nextBoolean();
        this.budgetBytes = setUp.nextBoolean() ? Long.MAX_VALUE : setUp.nextInt(4_000);
        int count = 1 + setUp.nextInt(3);
        for (int i = 0; i < count; i++) {
            stores.add(store("store" + i));
        }
        this.state = newState();
    }

    private ModelledStore store(String name) {
        Traits traits = Traits.random(name, setUp);
        return switch (setUp.nextInt(5)) {
            case 0 -> new ModelledKeyValues(traits);
            case 1 -> new ModelledWindows(traits, false);
            case 2 -> new ModelledWindows(traits, true);
            case 3 -> new ModelledSessions(traits);
            default -> new ModelledVersions(traits);
        };
    }

    @Override
    public String toString() {
        return (exactlyOnce ? "exactly once" : "at least once") + ", budget " + budgetBytes + ", "
                + stores.stream()
                        .map(store -> store.getClass().getSimpleName() + " " + store.traits)
                        .toList();
    }

    /** Lives through the steps; an assertion error tells what went wrong. */
    void run(List<Step> steps) {
        reopen(setUp);
        for (Step step : steps) {
            run(step, new SplittableRandom(step.salt()));
        }
        RandomGenerator end = new SplittableRandom(steps.size());
        commit(9, end);
        crash(end);
    }

    private void run(Step step, RandomGenerator random) {
        switch (step.kind()) {
            case WRITE -> {
                int number = random.nextInt(stores.size());
                write(stores.get(number).draw(number, step.offset(), random));
                if (step.salt() % 4 == 0 && state.uncommittedBytes() >= budgetBytes) {
                    commit(9, random);
                }
            }
            case READ -> stores.get(random.nextInt(stores.size())).read(random);
            case DRAIN -> state.drain(log);
            case COMMIT -> commit(random.nextInt(10), random);
            case FLUSH -> state.persist();
            case ABORT -> abort(random);
            case RESTART -> restart(random);
            case CRASH -> crash(random);
            case LOSE_DISK -> loseDisk(random);
            case LOSE_CHANGELOG -> loseChangelog(random);
        }
    }

    private void write(Write write) {
        origins.at(write.offset(), write.offset());
        pending.add(write);
        stores.get(write.store()).write(write);
    }

    /** Commits, or dies on the way. */
    private void commit(int cut, RandomGenerator random) {
        state.drain(log);
        if (cut == 0) {
            crash(random);
            return;
        }
        if (defect == Defect.STORE_BEFORE_COMMIT) {
            state.apply(endsOnceSent());
        }
        if (cut == 1) {
            crash(random);
            return;
        }
        Map<TopicPartition, Long> ends = log.publish();
        if (cut == 2 && !exactlyOnce) {
            crash(random); // the input positions were not committed
            return;
        }
        ceilings.putAll(ends);
        committed();
        if (cut == 3) {
            crash(random);
            return;
        }
        if (cut == 4) {
            disk.cutPowerAtWrite(1 + random.nextInt(2), random.nextBoolean());
        }
        try {
            if (defect != Defect.STORE_BEFORE_COMMIT) {
                state.apply(ends);
            }
            noteInstant();
            disk.keepPower();
        } catch (PowerCut cutOff) {
            noteInstant();
            crash(random);
        }
    }

    private Map<TopicPartition, Long> endsOnceSent() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : log.sent()) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            ends.merge(partition, log.published(partition).size() + 1L, (end, first) -> end + 1);
        }
        return ends;
    }

    private void committed() {
        pending.clear();
        for (ModelledStore store : stores) {
            store.committed = store.now.copy();
            store.settled();
            Traits traits = store.traits;
            if (traits.logged()) {
                Contents logged = store.foldOn(log.published(traits.changelog()), ceiling(traits.changelog()));
                logged.streamTimeMs = store.now.streamTimeMs;
                store.expect("the changelog", store.shown(logged), store.shown(store.now));
            } else {
                snapshots
                        .computeIfAbsent(traits.name(), any -> new HashMap<>())
                        .put(store.now.lastOffset, store.committed.copy());
            }
        }
    }

    private long ceiling(TopicPartition changelog) {
        return ceilings.getOrDefault(changelog, 0L);
    }

    private void abort(RandomGenerator random) {
        if (!exactlyOnce && !log.sent().isEmpty()) {
            restart(random); // as a task that is closed because something failed
            return;
        }
        if (exactlyOnce && random.nextBoolean()) {
            state.drain(log);
        }
        log.abort();
        state.discard();
        for (ModelledStore store : stores) {
            store.now = store.committed.copy();
            store.settled();
        }
        processAgain(random);
    }

    /** A part of what was sent stays in the log, or nothing of it. */
    private void endOfProcess(RandomGenerator random) {
        if (exactlyOnce) {
            log.abort();
        } else {
            List<?> sent = log.sent();
            sent.subList(random.nextInt(sent.size() + 1), sent.size()).clear();
            log.publish();
        }
    }

    private void restart(RandomGenerator random) {
        state.close();
        endOfProcess(random);
        reopen(random);
        processAgain(random);
    }

    private void crash(RandomGenerator random) {
        disk.crash(random);
        endOfProcess(random);
        reopen(random);
        processAgain(random);
    }

    private void loseDisk(RandomGenerator random) {
        disk = new SimulatedDisk();
        endOfProcess(random);
        reopen(random);
        processAgain(random);
    }

    private void loseChangelog(RandomGenerator random) {
        if (random.nextBoolean()) {
            state.close();
        } else {
            disk.crash(random);
        }
        endOfProcess(random);
        ModelledStore store = stores.get(random.nextInt(stores.size()));
        TopicPartition lost = store.traits.changelog();
        log.lose(lost);
        store.foldAnew();
        ceilings.put(lost, 0L);
        reopen(random);
        processAgain(random);
    }

    /** The inputs after the committed position come once more; after exactly once, others may come in their place. */
    private void processAgain(RandomGenerator random) {
        List<Write> again = pending;
        pending = new ArrayList<>();
        if (!exactlyOnce || random.nextBoolean()) {
            again.forEach(this::write);
        }
    }

    private TaskState newState() {
        persistent = defect == Defect.NONE ? disk : new Misbehaving(disk, defect);
        Map<String, ChangelogTarget> changelogs = new HashMap<>();
        for (ModelledStore store : stores) {
            if (store.traits.logged()) {
                changelogs.put(store.traits.name(), new ChangelogTarget(store.traits.changelog(), true));
            }
        }
        SimulatedDisk memory = new SimulatedDisk();
        StateBackend onDisk = persistent;
        return new TaskState(
                new TaskStateSettings(TASK, changelogs, List.of()),
                new StateBackends(task -> onDisk, task -> memory),
                origins,
                new UncommittedBudget(budgetBytes));
    }

    /** Opens the state, checks what the disk held, and restores it. */
    private void reopen(RandomGenerator random) {
        state = newState();
        Context context = new Context(state);
        for (ModelledStore store : stores) {
            store.open(context);
        }
        state.allRegistered();
        try {
            if (defect == Defect.NONE && random.nextInt(8) == 0) {
                disk.cutPowerAtWrite(1 + random.nextInt(3), random.nextBoolean());
            }
            stores.forEach(this::startOverIfOutside);
            stores.forEach(this::checkAsFound);
            checkInstant();
            restore(random);
            disk.keepPower();
        } catch (PowerCut cut) {
            noteInstant();
            disk.crash(random);
            reopen(random);
        }
    }

    private void startOverIfOutside(ModelledStore store) {
        TopicPartition changelog = store.traits.changelog();
        if (store.traits.logged()) {
            long position = state.position(changelog).orElse(0);
            if (position < 0 || position > log.published(changelog).size()) {
                emptied = true;
                state.reset(changelog);
            }
        }
    }

    /** Before anything is restored: contents are those of the stored position, which is not ahead of what was committed. */
    private void checkAsFound(ModelledStore store) {
        Traits traits = store.traits;
        Contents expected;
        if (traits.logged()) {
            long position = state.position(traits.changelog()).orElse(0);
            if (position > ceiling(traits.changelog())) {
                throw new AssertionError(traits + ": the store is at " + position + ", ahead of what was committed, "
                        + ceiling(traits.changelog()));
            }
            expected = store.fold(log.published(traits.changelog()), position);
            expected.streamTimeMs = storedStreamTime(store, expected);
            store.now = expected;
            store.expect("what the disk holds for " + position, store.shown(), store.shown(expected));
        } else {
            Position position = store.store().getPosition();
            long offset = position.getPartitionPositions("input").getOrDefault(0, -1L);
            expected = offset < 0
                    ? new Contents()
                    : snapshots.getOrDefault(traits.name(), Map.of()).getOrDefault(offset, new Contents());
            store.now = expected.copy();
            store.expect("what the disk holds at input " + offset, store.shown(), store.shown(expected));
            store.committed = store.now.copy();
        }
        store.settled();
    }

    /** A removal that nobody was told of moves the time on, and is not logged; so the store may be later than its log. */
    private long storedStreamTime(ModelledStore store, Contents folded) {
        if (store.traits.backing() == Backing.IN_MEMORY) {
            return folded.streamTimeMs;
        }
        long stored = disk.mark("time/" + store.traits.name()).orElse(-1);
        if (stored < folded.streamTimeMs) {
            throw new AssertionError(
                    store.traits + ": the stored time is " + stored + ", that of the changelog " + folded.streamTimeMs);
        }
        return stored;
    }

    private void restore(RandomGenerator random) {
        List<ModelledStore> open = new ArrayList<>();
        for (ModelledStore store : stores) {
            TopicPartition changelog = store.traits.changelog();
            if (store.traits.logged()) {
                open.add(store);
                if (ceiling(changelog) < log.published(changelog).size()) {
                    state.restoredInPart(changelog);
                }
            }
        }
        while (!open.isEmpty()) {
            ModelledStore store = open.get(random.nextInt(open.size()));
            TopicPartition changelog = store.traits.changelog();
            long position = state.position(changelog).orElse(0);
            long end = ceiling(changelog);
            if (position >= end) {
                open.remove(store);
                restored(store);
                continue;
            }
            long next = Math.min(end, position + 1 + random.nextInt(8));
            restore(store, log.published(changelog).subList((int) position, (int) next), next, random);
            if (random.nextInt(30) == 0) {
                disk.crash(random);
                reopen(random);
                return;
            }
        }
    }

    private void restore(
            ModelledStore store, List<ConsumerRecord<byte[], byte[]>> records, long next, RandomGenerator random) {
        List<ConsumerRecord<byte[], byte[]>> handed = records;
        if (defect == Defect.TOMBSTONE_LOST) {
            handed = new ArrayList<>(records);
            handed.removeIf(record -> record.value() == null && random.nextInt(4) == 0);
        }
        if (defect == Defect.RESTORED_PAST_RETENTION && persistent instanceof Misbehaving wrong) {
            bringBack(store, records, wrong);
        }
        state.restore(store.traits.changelog(), handed, next);
        if (store.traits.backing() == Backing.PERSISTENT) {
            Contents time = new Contents();
            time.streamTimeMs = disk.mark("time/" + store.traits.name()).orElse(-1);
            for (byte[] key : disk.lastSet(store.traits.name())) {
                if (store.expiryMs(key) < time.earliestLiveMs()) {
                    throw new AssertionError(store.traits + ": a window of " + store.expiryMs(key)
                            + " was restored, though all before " + time.earliestLiveMs() + " have expired");
                }
            }
        }
        noteInstant();
    }

    private static void bringBack(
            ModelledStore store, List<ConsumerRecord<byte[], byte[]>> records, Misbehaving backend) {
        Contents folded = store.fold(records, records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] key = record.key();
            long timeMs = store.expiryMs(key);
            if (store.traits.backing() == Backing.PERSISTENT
                    && timeMs < folded.earliestLiveMs()
                    && record.value() != null) {
                backend.bringBack(new Expired(
                        store.traits.name(),
                        WindowKey.toStored(timeMs / ModelledStore.SEGMENT_MS, key),
                        record.value()));
            }
        }
    }

    private void restored(ModelledStore store) {
        TopicPartition changelog = store.traits.changelog();
        Contents expected = store.foldOn(log.published(changelog), ceiling(changelog));
        expected.streamTimeMs = storedStreamTime(store, expected);
        store.now = expected;
        store.committed = expected.copy();
        store.settled();
        store.expect("what was restored up to " + ceiling(changelog), store.shown(), store.shown(expected));
    }

    private List<Long> positions() {
        List<Long> positions = new ArrayList<>();
        for (ModelledStore store : stores) {
            boolean stays = store.traits.logged() && store.traits.backing() == Backing.PERSISTENT;
            positions.add(stays ? state.position(store.traits.changelog()).orElse(0) : -1);
        }
        return positions;
    }

    private void noteInstant() {
        instants.add(positions());
    }

    private void checkInstant() {
        List<Long> positions = positions();
        boolean fresh = positions.stream().allMatch(position -> position <= 0);
        if (!emptied && !fresh && !instants.contains(positions)) {
            throw new AssertionError("The positions " + positions + " on disk are not of one instant: " + instants);
        }
        emptied = false;
        noteInstant();
    }

    private static final class Context extends TestContext implements StoreHost {

        private final TaskState state;

        private Context(TaskState state) {
            this.state = state;
        }

        @Override
        public TaskState taskState() {
            return state;
        }
    }
}
