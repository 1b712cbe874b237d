package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.simulation.SimulatedBroker;
import io.millrace.streams.engine.simulation.SimulatedTime;
import io.millrace.streams.engine.state.SimulatedDisk;
import io.millrace.streams.engine.state.StateBackend;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** A process of the simulated application: what its disk keeps, and the workers it has while it lives. */
final class SimulatedProcess implements TaskHomes {

    final int index;
    final Scenario scenario;
    final SimulatedBroker broker;
    final SimulatedTime.ProcessClock clock;
    final Set<Defect> defects;
    private final UUID id;
    private final Map<TaskId, SimulatedDisk> disks = new TreeMap<>();
    private final Set<TaskId> locked = new HashSet<>();
    private LocalTasks tasks = new LocalTasks();
    private List<SimulatedWorker> workers = new ArrayList<>();
    private int life;

    SimulatedProcess(int index, Scenario scenario, SimulatedBroker broker, Set<Defect> defects) {
        this.index = index;
        this.scenario = scenario;
        this.broker = broker;
        this.defects = defects;
        this.clock = broker.time().new ProcessClock();
        this.id = new UUID(0, index + 1L);
    }

    boolean isAlive() {
        return !workers.isEmpty();
    }

    List<SimulatedWorker> workers() {
        return workers;
    }

    void start(SimulatedWorker.Interference interference) {
        life++;
        tasks = new LocalTasks();
        broker.trace().event("process " + index + " starts");
        List<SimulatedWorker> started = new ArrayList<>();
        for (int i = 0; i < scenario.threads(); i++) {
            started.add(new SimulatedWorker(this, i + 1, interference));
        }
        workers = started;
        started.forEach(SimulatedWorker::join);
    }

    /** Ends the process at once. */
    void kill() {
        broker.trace().event("process " + index + " is killed");
        List<SimulatedWorker> gone = workers;
        workers = new ArrayList<>();
        gone.forEach(SimulatedWorker::die);
        locked.clear();
        disks.values().forEach(disk -> disk.crash(broker.chance().generator()));
    }

    /** One of its workers ended in the regular way. */
    void ended(SimulatedWorker worker) {
        workers.remove(worker);
        tasks.remove(worker.toString());
    }

    int life() {
        return life;
    }

    StateBackend open(TaskId task, SimulatedWorker by) {
        return new ProcessDisk(disks.computeIfAbsent(task, any -> new SimulatedDisk()), by);
    }

    LocalTasks tasks() {
        return tasks;
    }

    Map<TaskId, SimulatedDisk> disks() {
        return disks;
    }

    @Override
    public UUID processId() {
        return id;
    }

    @Override
    public Set<TaskId> storedTasks() {
        Set<TaskId> stored = new TreeSet<>();
        disks.forEach((task, disk) -> {
            if (!disk.marks("position/").isEmpty()) {
                stored.add(task);
            }
        });
        return stored;
    }

    @Override
    public Map<TopicPartition, Long> storedPositions(TaskId task) {
        SimulatedDisk disk = disks.get(task);
        return disk == null ? Map.of() : disk.hint();
    }

    @Override
    public File pathOf(TaskId task) {
        return new File("simulated/" + index + "/" + task);
    }

    @Override
    public Optional<Runnable> tryLock(TaskId task) {
        if (!locked.add(task)) {
            broker.trace().sometimes("a task waited for its directory");
            return Optional.empty();
        }
        if (defects.contains(Defect.LEAKED_DIRECTORY) && broker.chance().oneIn(3)) {
            return Optional.of(() -> {});
        }
        return Optional.of(() -> locked.remove(task));
    }
}
