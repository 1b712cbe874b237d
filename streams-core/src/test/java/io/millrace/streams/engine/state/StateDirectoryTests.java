package io.millrace.streams.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.errors.ProcessorStateException;
import io.millrace.streams.processor.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDirectoryTests {

    private static final TaskId TASK = new TaskId(0, 3);

    @TempDir
    Path base;

    private final TestClock clock = new TestClock();

    private StateDirectory open(String applicationId) {
        return StateDirectory.open(base, applicationId, clock, UUID::randomUUID);
    }

    @Test
    void aSecondOwnerIsToldWhichDirectoryIsLockedByWhomAndWhatToDo() {
        try (StateDirectory first = open("app")) {
            assertThatThrownBy(() -> open("app"))
                    .isInstanceOf(StateDirectoryLockedException.class)
                    .hasMessageContaining(first.path().toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("state.dir");
        }
        open("app").close();
    }

    @Test
    void theProcessIdOutlivesARestart() {
        UUID before;
        try (StateDirectory first = open("app")) {
            before = first.processId();
        }

        try (StateDirectory second = open("app")) {
            assertThat(second.processId()).isEqualTo(before);
        }
    }

    @Test
    void onlyTheOwnerMayEnter() throws IOException {
        try (StateDirectory directory = open("app")) {
            directory.tryLock(TASK).orElseThrow();

            for (Path path : new Path[] {directory.path(), directory.pathOf(TASK)}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rwx------");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../up", "a/b", "a\0b", "ä"})
    void namesThatAreNoPlainPathsAreRefused(String applicationId) {
        assertThatThrownBy(() -> open(applicationId)).isInstanceOf(IllegalArgumentException.class);
        assertThat(base).isEmptyDirectory();
    }

    @Test
    void aLinkInPlaceOfTheDirectoryIsRefused(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(base.resolve("app"), elsewhere);

        assertThatThrownBy(() -> open("app"))
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("symbolic link");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void theDirectoryOfAnotherApplicationIsRefused() throws IOException {
        open("app").close();
        Files.move(base.resolve("app"), base.resolve("other"));

        assertThatThrownBy(() -> open("other"))
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("belongs to application 'app'");
    }

    @Test
    void aFormatOfTheFutureIsRefused() throws IOException {
        open("app").close();
        Path file = base.resolve("app/millrace.properties");
        Files.writeString(file, Files.readString(file).replace("format=1", "format=2"));

        assertThatThrownBy(() -> open("app"))
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void aTaskHasOneOwnerAtATime() {
        try (StateDirectory directory = open("app")) {
            StateDirectory.Lease lease = directory.tryLock(TASK).orElseThrow();
            assertThat(directory.tryLock(TASK)).isEmpty();

            lease.close();

            assertThat(directory.tryLock(TASK)).isPresent();
        }
    }

    @Test
    void onlyTasksThatLeftSomethingExist() throws IOException {
        try (StateDirectory directory = open("app")) {
            directory.tryLock(new TaskId(0, 1)).orElseThrow();
            directory.tryLock(TASK).orElseThrow();
            Files.writeString(directory.pathOf(TASK).resolve("file"), "x");
            Files.createDirectory(directory.path().resolve("no-task"));

            assertThat(directory.existingTasks()).containsExactly(TASK);
        }
    }

    @Test
    void whatIsNotUsedForLongIsDeletedUnlessOwned() throws IOException {
        try (StateDirectory directory = open("app")) {
            TaskId owned = new TaskId(0, 1);
            StateDirectory.Lease lease = directory.tryLock(TASK).orElseThrow();
            Files.writeString(directory.pathOf(TASK).resolve("file"), "x");
            directory.tryLock(owned).orElseThrow();
            lease.close();
            assertThat(directory.clean(60_000)).isEmpty();

            clock.nowMs += 60_001;

            assertThat(directory.clean(60_000)).containsExactly(TASK);
            assertThat(directory.pathOf(TASK)).doesNotExist();
            assertThat(directory.pathOf(owned)).exists();
        }
    }

    @Test
    void wipeLeavesTheDirectoryUsableAndIsRefusedWhileTasksAreOwned() throws IOException {
        try (StateDirectory directory = open("app")) {
            StateDirectory.Lease lease = directory.tryLock(TASK).orElseThrow();
            Files.writeString(directory.pathOf(TASK).resolve("file"), "x");
            assertThatThrownBy(directory::wipe)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("0_3");
            lease.close();

            directory.wipe();

            assertThat(directory.pathOf(TASK)).doesNotExist();
            assertThat(directory.tryLock(TASK)).isPresent();
        }
        open("app").close();
    }

    /** Starts now, because file times are compared with it. */
    private static final class TestClock implements Clock {

        private long nowMs = System.currentTimeMillis();

        @Override
        public long nowMs() {
            return nowMs;
        }

        @Override
        public long nanoTime() {
            return nowMs * 1_000_000;
        }
    }
}
