package io.millrace.streams.processor.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KafkaStreamsAssignmentTests {

    private final ProcessId client = ProcessId.randomProcessId();
    private final TaskId task = new TaskId(0, 1);

    @Test
    void aTaskIsEitherActiveOrStandby() {
        Set<AssignedTask> both = Set.of(active(), standby());

        assertThatIllegalStateException()
                .isThrownBy(() -> KafkaStreamsAssignment.of(client, both))
                .withMessageContaining("0_1");
    }

    @Test
    void assigningATaskAgainReplacesIt() {
        KafkaStreamsAssignment assignment = KafkaStreamsAssignment.of(client, Set.of(active()));

        assignment.assignTask(standby());

        assertThat(assignment.tasks()).containsOnlyKeys(task).containsValue(standby());
    }

    @Test
    void aTaskIsRemovedWhateverItsType() {
        KafkaStreamsAssignment assignment = KafkaStreamsAssignment.of(client, Set.of(active()));

        assignment.removeTask(standby());

        assertThat(assignment.tasks()).isEmpty();
    }

    @Test
    void aFollowUpRebalanceIsAskedForInACopy() {
        KafkaStreamsAssignment assignment = KafkaStreamsAssignment.of(client, Set.of(active()));

        assertThat(assignment.withFollowupRebalance(Instant.EPOCH).followupRebalanceDeadline())
                .contains(Instant.EPOCH);
        assertThat(assignment.followupRebalanceDeadline()).isEmpty();
    }

    private AssignedTask active() {
        return new AssignedTask(task, AssignedTask.Type.ACTIVE);
    }

    private AssignedTask standby() {
        return new AssignedTask(task, AssignedTask.Type.STANDBY);
    }
}
