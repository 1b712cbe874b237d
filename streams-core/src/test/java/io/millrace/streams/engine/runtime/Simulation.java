package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.simulation.BrokerDefect;
import io.millrace.streams.engine.simulation.Chance;
import io.millrace.streams.engine.simulation.Pulse.Killed;
import io.millrace.streams.engine.simulation.SimulatedBroker;
import io.millrace.streams.engine.simulation.Trace;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.engine.task.TaskPhase;
import io.millrace.streams.processor.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One life of an application: some processes, stepped by one thread in an order that the seed decides, while whatever can go wrong
 * does. In the end nothing goes wrong any more, and the application must come to rest with the right outputs and stores.
 */
final class Simulation implements SimulatedWorker.Interference {

    private static final int MAX_ROUNDS_TO_REST = 4_000;
    private static final long LONGER_THAN_A_SESSION_MS = 25_000;

    /** Rare events after which work is done again. */
    private static final Set<String> LOSSES = Set.of(
            "records were not acknowledged",
            "partitions were lost",
            "a commit of positions failed before it took effect",
            "a commit of positions failed after it took effect");

    /** Where the next fault may be meant for, so that what is short is hit as often as what is long. */
    private static final List<String> PLACES = List.of(
            "after a flush",
            "before committing positions",
            "after committing positions",
            "before offsets are added",
            "after offsets are added",
            "before a transaction ends",
            "after a transaction ended",
            "before a write to the store",
            "after a write to the store",
            "before a disk flush",
            "abort",
            "init transactions",
            "assign",
            "sync",
            "committed",
            "restoring: ",
            "restoring: after a write to the store");

    private final Chance chance;
    private final SimulatedBroker broker;
    private final Trace trace;
    private final Scenario scenario;
    private final Oracle oracle;
    private final List<SimulatedProcess> processes = new ArrayList<>();

    /** Workers that do nothing until then, by the true time. */
    private final Map<SimulatedWorker, Long> paused = new HashMap<>();

    private final Map<String, Integer> sequences = new TreeMap<>();
    private int written;
    private int beatsUntilFault;
    private String faultAt = "";
    private boolean stalling;
    private SimulatedWorker stepping;

    Simulation(long seed, Set<Defect> defects) {
        this.chance = new Chance(seed);
        this.broker = new SimulatedBroker(chance);
        this.trace = broker.trace();
        this.scenario = Scenario.draw(chance);
        for (Defect defect : defects) {
            BrokerDefect atBroker = defect.atBroker();
            if (atBroker != null) {
                broker.defects().add(atBroker);
            }
        }
        this.oracle = new Oracle(scenario, broker, processes);
        Set<Defect> planted = defects.isEmpty() ? EnumSet.noneOf(Defect.class) : EnumSet.copyOf(defects);
        for (int i = 0; i < scenario.processes(); i++) {
            processes.add(new SimulatedProcess(i, scenario, broker, planted));
        }
        broker.create(Scenario.INPUT, scenario.partitions());
        broker.create(Scenario.OUTPUT, chance.between(1, 2));
    }

    Trace trace() {
        return trace;
    }

    @Override
    public String toString() {
        return scenario.toString();
    }

    /** Lives through everything; an error tells what went wrong. */
    void run() {
        processes.forEach(process -> process.start(this));
        int steps = chance.between(300, 1_200);
        for (int i = 0; i < steps; i++) {
            act();
        }
        rest();
        oracle.checkEnd(sequences, hadZombies(), lostWorkOnce());
    }

    /** Whether work was given up no more than once. */
    private boolean lostWorkOnce() {
        int lost = 0;
        for (Map.Entry<String, Integer> point : trace.sometimes().entrySet()) {
            String name = point.getKey();
            if (name.startsWith("killed") || LOSSES.contains(name)) {
                lost += point.getValue();
            }
        }
        return lost <= 1;
    }

    /** Whether there was somebody who may have written after its tasks were another's. */
    private boolean hadZombies() {
        return trace.sometimes().keySet().stream()
                .anyMatch(point -> point.startsWith("stalled") || point.equals("a worker was paused"));
    }

    private void act() {
        int dice = chance.below(1_000);
        if (dice < 700) {
            stepSomebody();
        } else if (dice < 780) {
            deliver();
        } else if (dice < 880) {
            write();
        } else if (dice < 955) {
            pass(chance.below(120));
        } else if (dice < 970) {
            startSomebody();
        } else {
            fault(chance.below(40));
        }
        pass(chance.below(15));
    }

    private void pass(long ms) {
        broker.time().advance(ms);
        for (SimulatedProcess process : processes) {
            for (SimulatedWorker worker : process.workers()) {
                if (!isPaused(worker)) {
                    worker.beatHeart();
                }
            }
        }
        broker.expire();
    }

    private boolean isPaused(SimulatedWorker worker) {
        return paused.getOrDefault(worker, 0L) > broker.time().elapsedMs();
    }

    private List<SimulatedWorker> able() {
        List<SimulatedWorker> able = new ArrayList<>();
        for (SimulatedProcess process : processes) {
            for (SimulatedWorker worker : process.workers()) {
                if (!isPaused(worker)) {
                    able.add(worker);
                }
            }
        }
        return able;
    }

    private void stepSomebody() {
        List<SimulatedWorker> able = able();
        if (able.isEmpty()) {
            return;
        }
        SimulatedWorker worker = chance.pick(able);
        step(worker, chance.oneIn(2));
    }

    private void step(SimulatedWorker worker, boolean restores) {
        SimulatedWorker before = stepping;
        stepping = worker;
        try {
            if (restores) {
                worker.stepRestores();
            } else {
                worker.step();
            }
            oracle.checkBudget(worker);
        } catch (Killed e) {
            trace.sometimes(e.getMessage());
            if (restores) {
                trace.sometimes("killed while restoring");
            }
        } finally {
            stepping = before;
        }
    }

    private void deliver() {
        if (chance.oneIn(3)) {
            broker.step();
            return;
        }
        List<SimulatedWorker> able = able();
        if (!able.isEmpty()) {
            chance.pick(able).deliver();
        }
    }

    private void write() {
        for (int i = chance.between(1, 4); i > 0 && written < scenario.records(); i--) {
            written++;
            int key = chance.below(8);
            boolean inTransaction = scenario.exactlyOnce() && chance.oneIn(8);
            if (inTransaction && chance.oneIn(2)) {
                broker.writeInTransaction(input(key, 0), false);
                continue;
            }
            ProducerRecord<byte[], byte[]> record = input(key, sequences.merge("k" + key, 1, Integer::sum));
            if (inTransaction) {
                broker.writeInTransaction(record, true);
            } else {
                broker.write(record);
            }
        }
    }

    private ProducerRecord<byte[], byte[]> input(int key, int sequence) {
        return new ProducerRecord<>(
                Scenario.INPUT,
                key % scenario.partitions(),
                broker.time().elapsedMs(),
                ("k" + key).getBytes(StandardCharsets.UTF_8),
                ("k" + key + "#" + sequence).getBytes(StandardCharsets.UTF_8));
    }

    private void startSomebody() {
        SimulatedProcess process = chance.pick(processes);
        if (!process.isAlive()) {
            process.start(this);
        }
    }

    private void fault(int kind) {
        SimulatedProcess process = chance.pick(processes);
        if (!process.isAlive()) {
            return;
        }
        if (kind < 2) {
            trace.sometimes("killed between two steps");
            process.kill();
        } else if (kind < 6) {
            beatsUntilFault = chance.below(30);
            faultAt = "";
        } else if (kind < 12) {
            beatsUntilFault = chance.between(1, 3);
            faultAt = chance.pick(PLACES);
        } else if (kind < 16) {
            SimulatedWorker worker = chance.pick(process.workers());
            trace.sometimes("a worker was paused");
            paused.merge(worker, broker.time().elapsedMs() + chance.below(15_000), Math::max);
        } else if (kind < 19) {
            process.workers().forEach(SimulatedWorker::stop);
            trace.sometimes("a process was told to stop");
        } else if (kind < 24) {
            chance.pick(process.workers()).askForAssignment();
        } else if (kind < 28) {
            broker.slow(new TopicPartition(Scenario.INPUT, chance.below(scenario.partitions())), chance.below(3_000));
        } else if (kind < 31) {
            slowAny();
        } else if (kind < 34) {
            process.clock.step(chance.between(-600_000, 600_000));
            trace.sometimes("a clock was set");
        } else if (kind < 37) {
            compact();
        } else {
            purge();
        }
    }

    private void slowAny() {
        String topic = chance.pick(List.copyOf(broker.topics().keySet()));
        broker.slow(
                new TopicPartition(
                        topic, chance.below(broker.topics().get(topic).size())),
                chance.below(3_000));
    }

    /** The end of the log, which is not closed yet, is not compacted. At least once, results may count twice if it is (ADR 51). */
    private void compact() {
        if (!scenario.exactlyOnce()) {
            return;
        }
        broker.topics().getOrDefault(scenario.changelog(), List.of()).forEach(log -> {
            if (log.compactBelow(log.end() - chance.below(10)) > 0) {
                trace.sometimes("a changelog was compacted");
            }
        });
    }

    /** Repartition records that were processed are deleted, as housekeeping does. */
    private void purge() {
        Map<TopicPartition, Long> done = new HashMap<>();
        scenario.plan().repartitions().keySet().forEach(topic -> {
            for (int i = 0; i < broker.topics().getOrDefault(topic, List.of()).size(); i++) {
                TopicPartition partition = new TopicPartition(topic, i);
                OffsetAndMetadata committed = broker.offsets().get(partition);
                if (committed != null) {
                    done.put(partition, committed.offset());
                }
            }
        });
        if (!done.isEmpty()) {
            trace.sometimes("repartition records were deleted");
            broker.deleteRecordsBefore(done);
        }
    }

    @Override
    public void beat(SimulatedWorker worker, String where) {
        if (!broker.faults().active() || stalling || worker != stepping) {
            return;
        }
        if (beatsUntilFault > 0 && where.startsWith(faultAt) && --beatsUntilFault == 0) {
            if (chance.oneIn(2)) {
                worker.process().kill();
            } else {
                stall(worker, where);
            }
        }
    }

    /** The worker stands still in the middle of its step, while the others go on. */
    private void stall(SimulatedWorker worker, String where) {
        trace.sometimes("stalled: " + where);
        List<SimulatedWorker> still =
                chance.oneIn(2) ? List.copyOf(worker.process().workers()) : List.of(worker);
        still.forEach(one -> paused.put(one, Long.MAX_VALUE));
        stalling = true;
        try {
            long until = broker.time().elapsedMs() + chance.below((int) LONGER_THAN_A_SESSION_MS);
            while (broker.time().elapsedMs() < until) {
                act();
                pass(chance.below(400));
            }
        } finally {
            stalling = false;
            still.forEach(paused::remove);
        }
        trace.event(worker + " goes on");
    }

    @Override
    public void storeWritten(SimulatedWorker worker, Map<String, Long> marks) {
        oracle.checkStoreWrite(worker, marks);
    }

    /** Nothing goes wrong any more: the application must come to rest. */
    private void rest() {
        trace.event("faults end");
        broker.faults().stop();
        paused.clear();
        while (written < scenario.records()) {
            write();
        }
        boolean anyAlive = false;
        for (SimulatedProcess process : processes) {
            if (!process.isAlive() && (chance.oneIn(2) || (!anyAlive && process.index == processes.size() - 1))) {
                process.start(this);
            }
            anyAlive |= process.isAlive();
        }
        for (int round = 0; round < MAX_ROUNDS_TO_REST; round++) {
            if (processes.stream().noneMatch(SimulatedProcess::isAlive)) {
                processes.get(0).start(this); // The last ones were told to stop before.
            }
            for (SimulatedWorker worker : able()) {
                step(worker, false);
                step(worker, true);
                worker.deliver();
            }
            broker.step();
            pass(chance.between(5, 60));
            if (round % 8 == 0 && isAtRest()) {
                trace.event("at rest after " + round + " rounds");
                return;
            }
        }
        throw new AssertionError(
                "No rest after " + MAX_ROUNDS_TO_REST + " rounds: " + oracle.unfinished() + "; " + owners());
    }

    private String owners() {
        StringBuilder owners = new StringBuilder();
        for (SimulatedWorker worker : able()) {
            owners.append(worker).append(':');
            worker.activeTasks()
                    .forEach(task -> owners.append(' ').append(task.id()).append(task.phase()));
            owners.append("; ");
        }
        return owners.toString();
    }

    private boolean isAtRest() {
        int running = 0;
        Set<TaskId> owned = new HashSet<>();
        for (SimulatedWorker worker : able()) {
            for (ActiveTask task : worker.activeTasks()) {
                if (task.phase() != TaskPhase.RUNNING || task.needsCommit()) {
                    return false;
                }
                running++;
                owned.add(task.id());
            }
        }
        return running == scenario.tasks()
                && owned.size() == running
                && broker.atRest()
                && oracle.unfinished().isEmpty();
    }
}
