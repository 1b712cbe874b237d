package io.millrace.streams.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.SimulatedDisk.PowerCut;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.engine.state.TaskStateSettings.ChangelogTarget;
import io.millrace.streams.errors.ProcessorStateException;
import io.millrace.streams.processor.TaskId;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TaskStateResetTests {

    private static final TopicPartition LOG = new TopicPartition("app-counts-changelog", 0);
    private static final int CRASHES = 50;

    private final SimulatedDisk disk = new SimulatedDisk();

    private TaskState opened() {
        return new TaskState(
                new TaskStateSettings(new TaskId(0, 0), Map.of("counts", new ChangelogTarget(LOG, true)), List.of()),
                new StateBackends(task -> disk, task -> disk),
                new TestOrigins(),
                new UncommittedBudget(Long.MAX_VALUE));
    }

    private static StoreBuffer register(TaskState state) {
        return state.register(StoreSpec.keyValue("counts", ValueFormat.PLAIN, Backing.PERSISTENT));
    }

    private void fill() {
        TestChangelog changelog = new TestChangelog();
        TaskState state = opened();
        register(state).put(new byte[] {1}, new byte[] {2}, 0);
        state.drain(changelog);
        state.apply(changelog.publish());
        state.persist();
    }

    @Test
    void aStoreOfAnotherTypeThanBeforeStartsEmptyAndIsRestored() {
        fill();
        TaskState state = opened();

        StoreBuffer counts = state.register(StoreSpec.keyValue("counts", ValueFormat.HEADERS, Backing.PERSISTENT));

        assertThat(state.position(LOG)).hasValue(0);
        try (ByteCursor all = counts.scan(KeyRange.ALL, Direction.FORWARD)) {
            assertThat(all.isValid()).isFalse();
        }
    }

    @Test
    void aStoreWithHeadersDoesNotLoseThemUnasked() {
        opened().register(StoreSpec.keyValue("counts", ValueFormat.HEADERS, Backing.PERSISTENT));
        TaskState state = opened();

        assertThatThrownBy(() -> register(state))
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("cleanUp()");
    }

    @Test
    void aStoreEmptiedInPartIsNotTakenForOneAtTheBeginning() {
        for (int seed = 0; seed < CRASHES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            fill();
            TaskState state = opened();
            register(state);
            disk.cutPowerAtWrite(1 + random.nextInt(4), random.nextBoolean());
            try {
                state.reset(LOG);
            } catch (PowerCut cut) {
                // The point of the test.
            }
            disk.crash(random);

            TaskState after = opened();
            StoreBuffer counts = register(after);

            if (after.position(LOG).orElse(0) == 0) {
                try (ByteCursor all = counts.scan(KeyRange.ALL, Direction.FORWARD)) {
                    assertThat(all.isValid()).as("contents, seed %s", seed).isFalse();
                }
            }
        }
    }

    @Test
    void whatWasEmptiedDoesNotComeBackWithItsPosition() {
        for (int seed = 0; seed < CRASHES; seed++) {
            fill();
            TaskState state = opened();
            register(state);
            state.reset(LOG);
            disk.crash(new SplittableRandom(seed));

            TaskState after = opened();
            register(after);

            // A new log gets to offset 1 soon.
            assertThat(after.position(LOG).orElse(0)).isLessThanOrEqualTo(0);
        }
    }
}
