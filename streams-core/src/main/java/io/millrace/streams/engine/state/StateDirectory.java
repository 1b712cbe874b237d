package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.SetAside.Reason;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.ProcessorStateException;
import io.millrace.streams.processor.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in which one application keeps the state of its tasks: {@code <state.dir>/<application.id>/<task>}. One process
 * at a time holds it; inside the process, one owner at a time holds a task's part. Any thread may use it.
 *
 * <p>Names that become part of a path are checked, because they may come from elsewhere (topic names reach task ids and store
 * names), and symbolic links inside are refused.
 */
public final class StateDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    /** Not the name of a task, so what is in it is neither listed nor cleaned: it is used whenever the application runs. */
    private static final String GLOBAL = "global";

    private final Path directory;
    private final DirectoryLock lock;
    private final DirectoryAdmission admission;
    private final UUID processId;
    private final Clock clock;
    private final Map<TaskId, Lease> leases = new ConcurrentHashMap<>();

    private StateDirectory(
            Path directory, DirectoryLock lock, DirectoryAdmission admission, UUID processId, Clock clock) {
        this.directory = directory;
        this.lock = lock;
        this.admission = admission;
        this.processId = processId;
        this.clock = clock;
    }

    /**
     * Opens the directory of an application, made if there is none, and locks it.
     *
     * @param newProcessId names this process, if the directory is new
     * @throws StateDirectoryLockedException if someone else holds it
     * @throws ProcessorStateException if it cannot be used, with the reason and the remedy
     */
    public static StateDirectory open(Path base, String applicationId, Clock clock, Supplier<UUID> newProcessId) {
        checkName("Application id", applicationId);
        Path directory;
        try {
            directory = PrivateFiles.createDirectory(
                    PrivateFiles.createDirectory(base).toRealPath(), applicationId);
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "State directory " + base.resolve(applicationId) + " cannot be used: " + e
                            + ". Set state.dir to a directory that this process may write to.",
                    e);
        }
        DirectoryLock lock = DirectoryLock.acquire(directory);
        try {
            DirectoryAdmission admission = new DirectoryAdmission(directory, applicationId, clock);
            UUID processId = admission.admitApplication(
                    newProcessId,
                    path -> taskOf(path).isPresent() || (path.endsWith(GLOBAL) && Files.isDirectory(path)));
            return new StateDirectory(directory, lock, admission, processId, clock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Says no to a name that could lead out of its directory. */
    static void checkName(String what, String name) {
        if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException(what + " '" + printable(name)
                    + "' cannot be part of a path: use 1 to 200 of letters, digits, '.', '_' and '-'.");
        }
    }

    /**
     * Says no to the name of a store that a store of the user's would be led astray by, should it make a file of that name. Otherwise
     * it may be what Kafka Streams takes.
     */
    public static void requireStoreName(String name) {
        boolean plain = !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(each -> each == '/' || each == '\\' || Character.isISOControl(each));
        if (!plain) {
            throw new IllegalArgumentException("Store name '" + printable(name)
                    + "' cannot be part of a path: it must not be empty, '.' or '..', and have no '/', '\\' or control"
                    + " characters. Give the store another name.");
        }
    }

    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    /** A name for this process that stays the same over restarts, as long as the directory does. */
    public UUID processId() {
        return processId;
    }

    /** The application's directory. */
    public Path path() {
        return directory;
    }

    /** The name of a task's part: its id, and a word for the task of global stores, which has no proper one. */
    public static String nameOf(TaskId task) {
        return task.subtopology() < 0 ? GLOBAL : task.toString();
    }

    /** Where a task keeps its state; may not exist. */
    public Path pathOf(TaskId task) {
        String name = nameOf(task);
        checkName("Task id", name);
        return directory.resolve(name);
    }

    /**
     * Takes ownership of a task's directory, and makes it if there is none; empty if someone in this process owns it. What is found
     * there and is damaged, or another's, is set aside.
     *
     * @throws ProcessorStateException if it cannot be used, with the reason and the remedy
     */
    public Optional<Lease> tryLock(TaskId task) {
        Optional<Lease> taken = tryOwn(task);
        if (taken.isPresent()) {
            try {
                admission.admitTask(nameOf(task));
            } catch (IOException e) {
                leases.remove(task, taken.get());
                throw new ProcessorStateException(
                        "Directory " + pathOf(task) + " of task " + task + " cannot be used: " + e
                                + ". Check the space on the disk and the rights to the directory.",
                        e);
            } catch (RuntimeException e) {
                leases.remove(task, taken.get());
                throw e;
            }
        }
        return taken;
    }

    private Optional<Lease> tryOwn(TaskId task) {
        Lease lease = new Lease(task);
        return leases.putIfAbsent(task, lease) == null ? Optional.of(lease) : Optional.empty();
    }

    /** Tasks that left something behind here, whether they are owned now or not. */
    public SortedSet<TaskId> existingTasks() {
        SortedSet<TaskId> tasks = new TreeSet<>();
        forEachTask((task, path) -> {
            if (DirectoryAdmission.holdsState(path)) {
                tasks.add(task);
            }
        });
        return tasks;
    }

    /**
     * How far the state that a task left behind has its changelogs, as far as that is known without opening it. It may be further, but
     * not less far. Nothing is known of state that is marked as damaged.
     */
    public Map<TopicPartition, Long> positionsOf(TaskId task) {
        Path path = pathOf(task);
        return DamageMark.isLeft(path) ? Map.of() : PositionHint.in(path).read();
    }

    /**
     * Fails if a task that left something behind here kept headers in a store that has none now, as far as that is known without
     * opening it. Who does not ask is told when the task is opened.
     *
     * @param stores the persistent stores of each sub-topology
     */
    public void requireNoLoss(IntFunction<? extends Collection<StoreSpec>> stores) {
        for (TaskId task : existingTasks()) {
            PositionHint hint = PositionHint.in(pathOf(task));
            for (StoreSpec spec : stores.apply(task.subtopology())) {
                hint.layoutOf(spec).ifPresent(layout -> layout.requireNoLoss(spec, task));
            }
        }
    }

    /**
     * Deletes what tasks left behind that nobody owns and nobody touched for the given time, and what was set aside before that and
     * was not the last of its name. Returns those tasks.
     */
    public SortedSet<TaskId> clean(long unusedForMs) {
        long nowMs = clock.nowMs();
        SortedSet<TaskId> cleaned = new TreeSet<>();
        forEachTask((task, path) -> {
            if (nowMs - PrivateFiles.lastModifiedMs(path) > unusedForMs && deleteUnowned(task, path)) {
                LOG.info("Deleted the state of task {}, which was not used for {} ms: {}", task, unusedForMs, path);
                cleaned.add(task);
            }
        });
        try {
            admission.aside().clean(nowMs, unusedForMs);
        } catch (IOException e) {
            LOG.warn("What was set aside in {} cannot be deleted; it is tried again later", directory, e);
        }
        return cleaned;
    }

    /**
     * Deletes the state of every task.
     *
     * @throws IllegalStateException if a task is owned
     */
    public void wipe() {
        if (!leases.isEmpty()) {
            throw new IllegalStateException("State directory " + directory + " cannot be wiped while tasks "
                    + new TreeSet<>(leases.keySet()) + " use it; close the application first.");
        }
        delete(child -> !DirectoryLock.isLockFile(child) && !DirectoryIdentity.isIdentityFile(child));
    }

    /**
     * Renames the directory of a task that the caller owns, because its contents cannot be read: it is kept for inspection, and the
     * task starts with an empty one. Logs where it is.
     *
     * @param cause what showed it
     * @throws ProcessorStateException if it cannot be renamed, or was too often since the start
     */
    public void setAside(TaskId task, Exception cause) {
        admission.setAside(nameOf(task), Reason.BROKEN, String.valueOf(cause.getMessage()), cause);
    }

    /** How many directories and files were set aside since this was opened, because they were damaged or another's. */
    public long setAsideCount() {
        return admission.aside().count();
    }

    /** Gives the directory up. Tasks must be closed before. */
    @Override
    public void close() {
        lock.close();
    }

    private boolean deleteUnowned(TaskId task, Path path) {
        Optional<Lease> lease = tryOwn(task);
        if (lease.isEmpty()) {
            return false;
        }
        try (Lease held = lease.get()) {
            held.forget();
            PrivateFiles.deleteTree(path);
            return true;
        } catch (IOException e) {
            LOG.warn("The unused state of task {} at {} cannot be deleted; it is tried again later", task, path, e);
            return false;
        }
    }

    private void delete(Predicate<Path> which) {
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.filter(which).toList()) {
                PrivateFiles.deleteTree(child);
            }
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "State directory " + directory + " cannot be wiped: " + e + ". Delete it by hand.", e);
        }
    }

    private void forEachTask(TaskVisitor visitor) {
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.toList()) {
                Optional<TaskId> task = taskOf(child);
                if (task.isPresent()) {
                    visitor.visit(task.get(), child);
                }
            }
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "State directory " + directory + " cannot be listed: " + e + ". Check the rights to it.", e);
        }
    }

    private static Optional<TaskId> taskOf(Path path) {
        String name = path.getFileName().toString();
        if (!name.contains("_") || SetAside.isSetAside(path) || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(TaskId.parse(name));
        } catch (RuntimeException notATask) {
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface TaskVisitor {

        void visit(TaskId task, Path path) throws IOException;
    }

    /** Ownership of a task's directory inside this process, until closed. */
    public final class Lease implements AutoCloseable {

        private final TaskId task;
        private boolean forgotten;

        private Lease(TaskId task) {
            this.task = task;
        }

        public TaskId task() {
            return task;
        }

        /** The task's directory. */
        public Path path() {
            return pathOf(task);
        }

        private void forget() {
            forgotten = true;
        }

        /** Gives it up, and notes the time for {@link #clean}. */
        @Override
        public void close() {
            if (!forgotten) {
                PrivateFiles.touch(path(), clock.nowMs());
            }
            leases.remove(task, this);
        }
    }
}
