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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDirectoryTests {

    private static final TaskId TASK = new TaskId(0, 3);
    private static final TopicPartition CHANGELOG = new TopicPartition("app-counts-changelog", 3);

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

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../up", "a/b", "a\\b", "a\0b", "a\nb"})
    void namesOfStoresThatLeadElsewhereAreRefused(String store) {
        assertThatThrownBy(() -> StateDirectory.requireStoreName(store))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Store name '")
                .hasMessageMatching("\\P{Cntrl}*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"counts", "KSTREAM-AGGREGATE-STATE-STORE-0000000003", "...", "a..b", "größe", "a b"})
    void otherNamesOfStoresAreNot(String store) {
        StateDirectory.requireStoreName(store);
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
    void othersAreKeptOutOfADirectoryThatLetThemIn() throws IOException {
        open("app").close();
        Files.setPosixFilePermissions(base.resolve("app"), PosixFilePermissions.fromString("rwxrwxr-x"));

        open("app").close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(base.resolve("app"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
        Files.writeString(base.resolve("app"), "x");

        assertThatThrownBy(() -> open("app"))
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("is a file where a directory is expected")
                .hasMessageContaining("state.dir");
        assertThat(base.resolve("app")).hasContent("x");
    }

    @Test
    void whatAnotherApplicationLeftIsSetAsideAndKept() throws IOException {
        try (StateDirectory directory = open("app")) {
            fill(directory, TASK);
        }
        Files.move(base.resolve("app"), base.resolve("other"));

        try (StateDirectory directory = open("other")) {
            assertThat(directory.existingTasks()).isEmpty();
            assertThat(base.resolve("other/0_3.foreign-1/file")).hasContent("x");
            assertThat(base.resolve("other/millrace.properties.foreign-1")).exists();
            assertThat(directory.setAsideCount()).isEqualTo(2);
            assertThat(directory.tryLock(TASK)).isPresent();
        }
        open("other").close();
        assertThat(base.resolve("other/millrace.properties.foreign-2")).doesNotExist();
    }

    @Test
    void theDirectoryOfATaskOfAnotherApplicationIsSetAside() throws IOException {
        try (StateDirectory other = open("other")) {
            fill(other, TASK);
        }
        open("app").close();
        Files.move(base.resolve("other/0_3"), base.resolve("app/0_3"));

        try (StateDirectory directory = open("app")) {
            directory.tryLock(TASK).orElseThrow();

            assertThat(directory.existingTasks()).isEmpty();
            assertThat(base.resolve("app/0_3.foreign-1/file")).hasContent("x");
        }
    }

    @Test
    void theDirectoryOfAnotherTaskIsSetAside() throws IOException {
        try (StateDirectory directory = open("app")) {
            fill(directory, TASK);
            Files.move(directory.pathOf(TASK), directory.pathOf(new TaskId(0, 4)));

            directory.tryLock(new TaskId(0, 4)).orElseThrow();

            assertThat(base.resolve("app/0_4.foreign-1/file")).hasContent("x");
            assertThat(directory.existingTasks()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "format=2\napplication=ap", "format=two\napplication=app\ntask=0_3", "\\u00"})
    void aTaskWhoseIdentityIsDamagedIsSetAside(String identity) throws IOException {
        try (StateDirectory directory = open("app")) {
            fill(directory, TASK);
            Files.writeString(directory.pathOf(TASK).resolve("millrace.properties"), identity);

            directory.tryLock(TASK).orElseThrow().close();

            assertThat(base.resolve("app/0_3.broken-1/file")).hasContent("x");
            assertThat(directory.setAsideCount()).isEqualTo(1);
            directory.tryLock(TASK).orElseThrow();
            assertThat(directory.setAsideCount()).isEqualTo(1);
        }
    }

    @Test
    void aTaskWhoseIdentityIsGoneIsSetAside() throws IOException {
        try (StateDirectory directory = open("app")) {
            fill(directory, TASK);
            Files.delete(directory.pathOf(TASK).resolve("millrace.properties"));

            directory.tryLock(TASK).orElseThrow();

            assertThat(base.resolve("app/0_3.broken-1/file")).hasContent("x");
        }
    }

    @Test
    void aFileInPlaceOfTheDirectoryOfATaskIsSetAside() throws IOException {
        try (StateDirectory directory = open("app")) {
            Files.writeString(directory.pathOf(TASK), "x");

            directory.tryLock(TASK).orElseThrow();

            assertThat(base.resolve("app/0_3.broken-1")).hasContent("x");
            assertThat(directory.pathOf(TASK)).isDirectory();
        }
    }

    @Test
    void aDirectoryThatWasMarkedAsDamagedIsSetAsideByTheNextOwner() throws IOException {
        try (StateDirectory directory = open("app")) {
            fill(directory, TASK);
            DamageMark.leave(directory.pathOf(TASK), "block checksum mismatch");
        }

        try (StateDirectory directory = open("app")) {
            directory.tryLock(TASK).orElseThrow();

            assertThat(base.resolve("app/0_3.broken-1/file")).hasContent("x");
        }
    }

    @Test
    void aDirectoryThatBreaksAgainAndAgainIsGivenUp() {
        try (StateDirectory directory = open("app")) {
            for (int i = 0; i < 3; i++) {
                directory.tryLock(TASK).orElseThrow().close();
                DamageMark.leave(directory.pathOf(TASK), "block checksum mismatch");
            }
            directory.tryLock(TASK).orElseThrow().close();
            DamageMark.leave(directory.pathOf(TASK), "block checksum mismatch");

            assertThatThrownBy(() -> directory.tryLock(TASK))
                    .isInstanceOf(ProcessorStateException.class)
                    .hasMessageContaining("0_3")
                    .hasMessageContaining("Check the disk")
                    .hasMessageContaining("block checksum mismatch");
        }
    }

    @Test
    void tasksKeepTheirStateWhenTheIdentityOfTheApplicationIsDamaged() throws IOException {
        try (StateDirectory directory = open("app")) {
            fill(directory, TASK);
        }
        Files.writeString(base.resolve("app/millrace.properties"), "form");

        try (StateDirectory directory = open("app")) {
            directory.tryLock(TASK).orElseThrow();

            assertThat(directory.pathOf(TASK).resolve("file")).hasContent("x");
            assertThat(base.resolve("app/millrace.properties.broken-1")).hasContent("form");
            assertThat(directory.setAsideCount()).isEqualTo(1);
        }
    }

    @Test
    void theFormatBeforeThisOneIsReadAndBroughtUpToDate() throws IOException {
        UUID process = UUID.randomUUID();
        Files.createDirectories(base.resolve("app/0_3"));
        Files.createDirectories(base.resolve("app/global"));
        Files.writeString(base.resolve("app/0_3/file"), "x");
        Files.writeString(base.resolve("app/global/file"), "y");
        Files.writeString(
                base.resolve("app/millrace.properties"), "format=1\napplication=app\nprocess=" + process + "\n");

        try (StateDirectory directory = open("app")) {
            assertThat(directory.processId()).isEqualTo(process);
            directory.tryLock(TASK).orElseThrow();
            assertThat(directory.existingTasks()).containsExactly(TASK);
        }

        assertThat(base.resolve("app/0_3/file")).hasContent("x");
        assertThat(base.resolve("app/global/millrace.properties")).exists();
        assertThat(Files.readString(base.resolve("app/millrace.properties"))).contains("format=2");
        try (StateDirectory directory = open("app")) {
            assertThat(directory.processId()).isEqualTo(process);
            assertThat(directory.setAsideCount()).isZero();
        }
    }

    @Test
    void aFormatOfTheFutureIsRefusedBeforeAnythingIsWritten() throws IOException {
        open("app").close();
        Path file = base.resolve("app/millrace.properties");
        String future = Files.readString(file).replace("format=2", "format=3");
        Files.writeString(file, future);

        assertThatThrownBy(() -> open("app"))
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("format 3")
                .hasMessageContaining("formats 1 to 2")
                .hasMessageContaining("Use the version that wrote it");
        assertThat(file).hasContent(future);
    }

    @Test
    void theLatestOfWhatWasSetAsideIsKeptAndEarlierOnesGoAfterTheDelay() throws IOException {
        try (StateDirectory directory = open("app")) {
            for (int i = 0; i < 3; i++) {
                directory.tryLock(TASK).orElseThrow().close();
                DamageMark.leave(directory.pathOf(TASK), "block checksum mismatch");
            }
            directory.tryLock(TASK).orElseThrow();
            directory.clean(60_000);
            assertThat(base.resolve("app/0_3.broken-1")).exists();

            clock.nowMs += 60_001;
            directory.clean(60_000);

            assertThat(base.resolve("app/0_3.broken-1")).doesNotExist();
            assertThat(base.resolve("app/0_3.broken-2")).doesNotExist();
            assertThat(base.resolve("app/0_3.broken-3")).exists();
        }
    }

    @Test
    void aHintAloneIsNoState() {
        try (StateDirectory directory = open("app")) {
            hint(directory);

            assertThat(directory.existingTasks()).isEmpty();
        }
    }

    @Test
    void theHintGoesWithTheDirectory() throws IOException {
        try (StateDirectory directory = open("app")) {
            fill(directory, TASK);
            hint(directory);
            assertThat(directory.positionsOf(TASK)).isEqualTo(Map.of(CHANGELOG, 12L));
            assertThat(directory.positionsOf(new TaskId(0, 4))).isEmpty();
            DamageMark.leave(directory.pathOf(TASK), "block checksum mismatch");
            assertThat(directory.positionsOf(TASK)).as("of damaged state").isEmpty();

            directory.tryLock(TASK).orElseThrow().close();

            assertThat(directory.positionsOf(TASK)).isEmpty();
            assertThat(base.resolve("app/0_3.broken-1/positions.hint")).exists();
            fill(directory, TASK);
            hint(directory);
            clock.nowMs += 60_001;
            directory.clean(60_000);
            assertThat(directory.pathOf(TASK)).doesNotExist();
            assertThat(directory.positionsOf(TASK)).isEmpty();
        }
    }

    @Test
    void aStoreThatLosesItsHeadersIsRefusedByTheHint() throws IOException {
        try (StateDirectory directory = open("app")) {
            fill(directory, TASK);
            StoreSpec kept = StoreSpec.keyValue("rows", StoreSpec.ValueFormat.HEADERS, StoreSpec.Backing.PERSISTENT);
            StoreSpec plain = StoreSpec.keyValue("rows", StoreSpec.ValueFormat.PLAIN, StoreSpec.Backing.PERSISTENT);
            StoreSpec other = StoreSpec.keyValue("other", StoreSpec.ValueFormat.PLAIN, StoreSpec.Backing.PERSISTENT);
            directory.requireNoLoss(subtopology -> List.of(plain));
            try (StateDirectory.Lease lease = directory.tryLock(TASK).orElseThrow()) {
                PositionHint.in(lease.path())
                        .tell(Map.of(
                                StoredLayout.markOf(kept), StoredLayout.of(kept).number()));
            }

            directory.requireNoLoss(subtopology -> List.of(kept, other));
            directory.requireNoLoss(subtopology -> subtopology == TASK.subtopology() ? List.of() : List.of(plain));
            assertThatThrownBy(() -> directory.requireNoLoss(subtopology -> List.of(plain)))
                    .isInstanceOf(ProcessorStateException.class)
                    .hasMessageContaining("'rows' of task " + TASK)
                    .hasMessageContaining("cleanUp()");
        }
    }

    private static void hint(StateDirectory directory) {
        try (StateDirectory.Lease lease = directory.tryLock(TASK).orElseThrow()) {
            PositionHint.in(lease.path()).tell(Map.of(PositionMark.of("counts", CHANGELOG), 12L));
        }
    }

    /** Leaves a file in the directory of a task, and the directory to itself. */
    private static void fill(StateDirectory directory, TaskId task) throws IOException {
        try (StateDirectory.Lease lease = directory.tryLock(task).orElseThrow()) {
            Files.writeString(lease.path().resolve("file"), "x");
        }
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
