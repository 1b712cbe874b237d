package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.DirectoryIdentity.DamagedException;
import io.millrace.streams.engine.state.SetAside.Reason;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.ProcessorStateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets nobody in who does not belong: looks at what is in the directory of an application, and in those of its tasks, before it is used.
 * What is damaged or somebody else's is set aside, and its place taken by an empty directory. What a later version wrote is refused. To
 * be called by who holds the lock of the application's directory, and for a task by who holds its lease.
 */
final class DirectoryAdmission {

    private static final Logger log = LoggerFactory.getLogger(DirectoryAdmission.class);

    /** A directory that breaks again right after it was rebuilt is no accident. */
    private static final int MAX_BROKEN_A_TASK = 3;

    private final Path directory;
    private final String application;
    private final Clock clock;
    private final SetAside aside;
    private final Map<String, Integer> brokenByTask = new ConcurrentHashMap<>();

    DirectoryAdmission(Path directory, String application, Clock clock) {
        this.directory = directory;
        this.application = application;
        this.clock = clock;
        this.aside = new SetAside(directory);
    }

    SetAside aside() {
        return aside;
    }

    /**
     * Makes sure that the application's directory is its own.
     *
     * @param isTask whether a path is the directory of a task
     * @return the id of the process that it was made for
     */
    UUID admitApplication(Supplier<UUID> newProcessId, Predicate<Path> isTask) {
        try {
            DirectoryIdentity found = readApplication();
            if (found == null || found.processId() == null) {
                DirectoryIdentity made = DirectoryIdentity.ofApplication(application, newProcessId.get());
                made.write(directory);
                return Objects.requireNonNull(made.processId());
            }
            if (found.format() == StateFormat.APPLICATION_NAMED) {
                upgrade(found, isTask);
            }
            return found.processId();
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "State directory " + directory + " cannot be used: " + e + ". Check the rights to what is in it,"
                            + " and the space on the disk.",
                    e);
        }
    }

    /** What the directory says; null if that is nothing, or nothing that counts. */
    private @Nullable DirectoryIdentity readApplication() throws IOException {
        try {
            DirectoryIdentity found = DirectoryIdentity.read(directory);
            if (found == null || found.application().equals(application)) {
                return found;
            }
            setAsideForeign(found.application());
        } catch (DamagedException e) {
            Path moved = aside.move(fileName(DirectoryIdentity.fileIn(directory)), Reason.BROKEN, clock.nowMs());
            log.error(
                    "{}. It was moved to {} and written anew. Tasks whose directories say that they belong to"
                            + " application '{}' keep their state, others are rebuilt from the changelogs",
                    e.getMessage(),
                    moved,
                    application);
        }
        return null;
    }

    /** The identity goes last: should the process end on the way, the next one goes on. */
    private void setAsideForeign(String owner) throws IOException {
        List<Path> children;
        try (Stream<Path> all = Files.list(directory)) {
            children = all.filter(child -> !DirectoryLock.isLockFile(child))
                    .filter(child -> !SetAside.isSetAside(child))
                    .sorted((one, other) -> Boolean.compare(
                            DirectoryIdentity.isIdentityFile(one), DirectoryIdentity.isIdentityFile(other)))
                    .toList();
        }
        for (Path child : children) {
            aside.move(fileName(child), Reason.FOREIGN, clock.nowMs());
        }
        log.error(
                "State directory {} belongs to application '{}', not to '{}': was it copied or renamed? All that was in"
                        + " it was renamed to end in '.foreign-' and a number, and the state is rebuilt from the"
                        + " changelogs. Move what was renamed to where it belongs, or delete it",
                directory,
                owner,
                application);
    }

    private void upgrade(DirectoryIdentity old, Predicate<Path> isTask) throws IOException {
        List<Path> tasks;
        try (Stream<Path> all = Files.list(directory)) {
            tasks = all.filter(isTask).toList();
        }
        for (Path task : tasks) {
            DirectoryIdentity.ofTask(application, fileName(task)).write(task);
        }
        new DirectoryIdentity(StateFormat.LATEST, application, null, old.processId()).write(directory);
        log.info(
                "State directory {} was brought from format {} to format {}",
                directory,
                old.format().number(),
                StateFormat.LATEST.number());
    }

    /** Makes sure that there is a directory for a task, and that it is that task's own. */
    void admitTask(String name) throws IOException {
        Path path = directory.resolve(name);
        if (Files.isSymbolicLink(path)) {
            throw new IOException(path + " is a symbolic link, which is not followed here");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path)) {
            setAside(name, Reason.BROKEN, path + " is a file where a directory is expected", null);
        }
        PrivateFiles.createDirectory(directory, name);
        check(name, path);
    }

    private void check(String name, Path path) throws IOException {
        String mark = DamageMark.read(path);
        if (mark != null) {
            setAside(name, Reason.BROKEN, "it turned out to be damaged when it was used: " + mark, null);
            return;
        }
        DirectoryIdentity found;
        try {
            found = DirectoryIdentity.read(path);
        } catch (DamagedException e) {
            setAside(name, Reason.BROKEN, String.valueOf(e.getMessage()), null);
            return;
        }
        if (found == null) {
            if (PrivateFiles.isEmpty(path)) {
                DirectoryIdentity.ofTask(application, name).write(path);
            } else {
                setAside(name, Reason.BROKEN, "nothing in it says whose it is", null);
            }
        } else if (!found.application().equals(application) || !name.equals(found.task())) {
            setAside(
                    name,
                    Reason.FOREIGN,
                    "it is that of task " + found.task() + " of application '" + found.application() + "'",
                    null);
        }
    }

    /**
     * Renames a task's directory, so that it is kept for inspection and the task starts with an empty one.
     *
     * @param why what is wrong with it
     * @param cause what showed that, if it was an exception
     */
    Path setAside(String name, Reason reason, String why, @Nullable Exception cause) {
        if (reason == Reason.BROKEN && brokenByTask.merge(name, 1, Integer::sum) > MAX_BROKEN_A_TASK) {
            throw new ProcessorStateException(
                    "The state of task " + name + " in " + directory + " was damaged " + MAX_BROKEN_A_TASK
                            + " times since the application started, and each time rebuilt from the changelogs. Check"
                            + " the disk; the last finding: " + why,
                    cause);
        }
        try {
            Path moved = aside.move(name, reason, clock.nowMs());
            PrivateFiles.createDirectory(directory, name);
            DirectoryIdentity.ofTask(application, name).write(directory.resolve(name));
            log.error(
                    "The state of task {} in {} cannot be used and was moved to {}: {}. It is rebuilt from the"
                            + " changelogs; stores without a changelog start empty. Delete what was moved once you have"
                            + " looked into the cause",
                    name,
                    directory,
                    moved,
                    why,
                    cause);
            return moved;
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "The state of task " + name + " in " + directory + " cannot be used (" + why
                            + ") and cannot be moved out of the way: " + e
                            + ". Check the rights to the directory, or delete that of the task; the state is rebuilt"
                            + " from the changelogs.",
                    e);
        }
    }

    /** Whether a task left something in its directory. */
    static boolean holdsState(Path taskDirectory) throws IOException {
        try (Stream<Path> children = Files.list(taskDirectory)) {
            return children.anyMatch(child -> !DirectoryIdentity.isIdentityFile(child) && !PositionHint.isHint(child));
        }
    }

    private static String fileName(Path path) {
        return path.getFileName().toString();
    }
}
