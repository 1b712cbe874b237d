package io.millrace.streams.engine.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.streams.engine.log.CommitMetadata;
import io.millrace.streams.engine.simulation.GroupCoordinator;
import io.millrace.streams.engine.simulation.PartitionLog;
import io.millrace.streams.engine.simulation.PartitionLog.Entry;
import io.millrace.streams.engine.simulation.PartitionLog.Fate;
import io.millrace.streams.engine.simulation.SimulatedBroker;
import io.millrace.streams.engine.task.ActiveTask;
import io.millrace.streams.state.KeyValueStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Knows what must be true of a simulated application, at every step and in the end. */
final class Oracle {

    /** Bytes that one step may add beyond the budget. */
    private static final long STEP_BYTES = 50_000;

    private final Scenario scenario;
    private final SimulatedBroker broker;
    private final List<SimulatedProcess> processes;

    Oracle(Scenario scenario, SimulatedBroker broker, List<SimulatedProcess> processes) {
        this.scenario = scenario;
        this.broker = broker;
        this.processes = processes;
        broker.offsets().observe(this::checkCommit);
    }

    private static AssertionError violation(String what) {
        return new AssertionError(what);
    }

    /** I5. */
    void checkBudget(SimulatedWorker worker) {
        if (worker.budget().usedBytes() > worker.budget().limitBytes() + STEP_BYTES) {
            throw violation("I5: " + worker + " holds " + worker.budget().usedBytes() + " uncommitted bytes");
        }
    }

    /** I1: what goes to a store is in its changelog, and committed or certain to be. */
    void checkStoreWrite(SimulatedWorker worker, Map<String, Long> marks) {
        marks.forEach((name, position) -> {
            if (!name.startsWith("position/") || position <= 0) {
                return;
            }
            String[] parts = name.split("/");
            PartitionLog log = broker.log(new TopicPartition(parts[2], Integer.parseInt(parts[3])));
            if (position > log.end()) {
                throw violation("I1: " + worker + " writes a store at " + name + "=" + position + ", beyond the end "
                        + log.end());
            }
            for (Entry entry : log.entries()) {
                if (entry.offset() < position
                        && entry.fate() == Fate.OPEN
                        && worker.sent(entry.producer())
                        && !broker.transactions().isCommitting(entry.producer())) {
                    throw violation("I1: " + worker + " writes a store at " + name + "=" + position
                            + " with an uncommitted entry at " + entry.offset());
                }
            }
        });
    }

    /** I2 and I4: positions only go forward, and never lead the changelog. */
    private void checkCommit(TopicPartition partition, @Nullable OffsetAndMetadata before, OffsetAndMetadata now) {
        if (before != null && now.offset() < before.offset()) {
            throw violation(
                    "I4: the position of " + partition + " goes back from " + before.offset() + " to " + now.offset());
        }
        Long end = CommitMetadata.decode(now.metadata())
                .changelogEnds()
                .get(CommitMetadata.nameOf(new TopicPartition(scenario.changelog(), partition.partition())));
        if (end != null) {
            PartitionLog log = broker.log(new TopicPartition(scenario.changelog(), partition.partition()));
            if (end > log.end()) {
                throw violation(
                        "I2: the position of " + partition + " leads its changelog: " + end + " of " + log.end());
            }
        }
    }

    /** What the application has still to do; empty if nothing. */
    String unfinished() {
        List<String> found = new ArrayList<>();
        List<String> topics = new ArrayList<>(scenario.plan().repartitions().keySet());
        topics.add(Scenario.INPUT);
        for (String topic : topics) {
            List<PartitionLog> logs = broker.topics().getOrDefault(topic, List.of());
            if (logs.isEmpty()) {
                found.add(topic + " is not there");
            }
            for (int i = 0; i < logs.size(); i++) {
                OffsetAndMetadata committed = broker.offsets().get(new TopicPartition(topic, i));
                long position = committed == null ? 0 : committed.offset();
                boolean rest = logs.get(i).entries().stream()
                        .anyMatch(entry -> entry.offset() >= position
                                && (entry.fate() == Fate.COMMITTED || entry.fate() == Fate.OPEN));
                if (rest) {
                    found.add(topic + "-" + i + " at " + position + " of "
                            + logs.get(i).end());
                }
            }
        }
        if (broker.group().state() != GroupCoordinator.State.STABLE) {
            found.add("the group is " + broker.group().state());
        }
        return String.join(", ", found);
    }

    /**
     * The oracles that need the end.
     *
     * @param hadZombies whether somebody may have written after its tasks were another's
     * @param lostWorkOnce whether work was given up no more than once
     */
    void checkEnd(Map<String, Integer> sequences, boolean hadZombies, boolean lostWorkOnce) {
        checkNothingHangs();
        Map<String, List<String>> outputs = outputs();
        if (scenario.exactlyOnce()) {
            checkExactOutputs(sequences, outputs);
        } else {
            checkNothingLost(sequences, outputs);
        }
        checkStores(sequences, hadZombies, lostWorkOnce);
    }

    private void checkNothingHangs() {
        broker.topics()
                .forEach((topic, logs) -> logs.forEach(log -> {
                    if (log.lastStable() != log.end()) {
                        throw violation("O6: a transaction hangs in " + topic);
                    }
                }));
    }

    /** The outputs in order, by key. */
    private Map<String, List<String>> outputs() {
        Map<String, List<String>> outputs = new TreeMap<>();
        broker.topics()
                .get(Scenario.OUTPUT)
                .forEach(log -> log.entries().forEach(entry -> {
                    if (entry.fate() == Fate.COMMITTED) {
                        outputs.computeIfAbsent(new String(entry.key(), UTF_8), any -> new ArrayList<>())
                                .add(new String(entry.value(), UTF_8));
                    }
                }));
        return outputs;
    }

    private void checkExactOutputs(Map<String, Integer> sequences, Map<String, List<String>> outputs) {
        Map<String, Integer> seen = new HashMap<>();
        outputs.forEach((key, values) -> {
            long count = 0;
            for (String value : values) {
                String[] parts = value.split("[#:]");
                int expected = seen.merge(parts[0], 1, Integer::sum);
                if (Integer.parseInt(parts[1]) != expected) {
                    throw violation("O1: output " + value + " of " + key + " where number " + expected + " of "
                            + parts[0] + " was due; all: " + values);
                }
                count = count % Scenario.WRAP + 1;
                if (Long.parseLong(parts[2]) != count) {
                    throw violation(
                            "O2: output " + value + " of " + key + " where the count is " + count + "; all: " + values);
                }
            }
        });
        if (!seen.equals(sequences)) {
            throw violation("O1: outputs " + seen + " of inputs " + sequences);
        }
    }

    private void checkNothingLost(Map<String, Integer> sequences, Map<String, List<String>> outputs) {
        Map<String, Integer> highest = new HashMap<>();
        outputs.values().forEach(values -> {
            for (String value : values) {
                String[] parts = value.split("[#:]");
                int number = Integer.parseInt(parts[1]);
                int before = highest.getOrDefault(parts[0], 0);
                if (number > before + 1) {
                    throw violation("Lost, or out of order: " + value + " after number " + before + " of " + parts[0]
                            + "; all: " + values);
                }
                highest.put(parts[0], Math.max(before, number));
            }
        });
        if (!highest.equals(sequences)) {
            throw violation("Lost: outputs " + highest + " of inputs " + sequences);
        }
    }

    /**
     * O5: what the stores hold is what their changelogs say, and, exactly once, what it must be. At least once, what a worker sent that
     * was away for long may arrive in the changelog after what its successor wrote; and a second loss of work may count records twice that a
     * repartition or an earlier loss repeated (ADR 12).
     */
    private void checkStores(Map<String, Integer> sequences, boolean hadZombies, boolean lostWorkOnce) {
        Map<String, Long> logged = new TreeMap<>();
        Map<String, Long> stored = new TreeMap<>();
        broker.topics().getOrDefault(scenario.changelog(), List.of()).forEach(log -> logged.putAll(fold(log)));
        Map<String, Long> owners = new TreeMap<>();
        for (SimulatedProcess process : processes) {
            for (SimulatedWorker worker : process.workers()) {
                for (ActiveTask task : worker.activeTasks()) {
                    owners.merge(task.id().toString(), 1L, Long::sum);
                    if (task.stores().get(Scenario.STORE) instanceof KeyValueStore<?, ?> store) {
                        try (var all = store.all()) {
                            all.forEachRemaining(entry -> stored.put((String) entry.key, (Long) entry.value));
                        }
                    }
                }
            }
        }
        if (owners.values().stream().anyMatch(count -> count != 1)) {
            throw violation("I4: owners of tasks in the end: " + owners);
        }
        if (!stored.equals(logged) && (scenario.exactlyOnce() || !hadZombies)) {
            throw violation("O5: the stores hold " + stored + ", the changelogs " + logged);
        }
        if (scenario.exactlyOnce() || (!scenario.repartitions() && !hadZombies && lostWorkOnce)) {
            Map<String, Long> expected = new TreeMap<>();
            sequences.forEach((key, count) ->
                    expected.merge(scenario.repartitions() ? Scenario.groupOf(key) : key, (long) count, Long::sum));
            expected.replaceAll((key, count) -> count % Scenario.WRAP);
            expected.values().removeIf(count -> count == 0);
            if (!stored.equals(expected)) {
                throw violation("O5: the stores hold " + stored + " instead of " + expected);
            }
        }
    }

    private static Map<String, Long> fold(PartitionLog log) {
        Map<String, Long> folded = new TreeMap<>();
        for (Entry entry : log.entries()) {
            if (entry.fate() == Fate.COMMITTED) {
                byte[] value = entry.value();
                if (value == null) {
                    folded.remove(new String(entry.key(), UTF_8));
                } else {
                    folded.put(
                            new String(entry.key(), UTF_8),
                            ByteBuffer.wrap(value, value.length - Long.BYTES, Long.BYTES)
                                    .getLong());
                }
            }
        }
        return folded;
    }
}
