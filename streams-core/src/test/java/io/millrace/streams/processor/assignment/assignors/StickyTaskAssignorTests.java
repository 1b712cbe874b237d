package io.millrace.streams.processor.assignment.assignors;

import static io.millrace.streams.processor.assignment.FakeApplication.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.FakeApplication;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.millrace.streams.processor.assignment.TaskAssignmentUtils;
import io.millrace.streams.processor.assignment.TaskAssignor.AssignmentError;
import io.millrace.streams.processor.assignment.TaskAssignor.TaskAssignment;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StickyTaskAssignorTests {

    private static final TaskId[] TASKS = {
        new TaskId(0, 0), new TaskId(0, 1), new TaskId(0, 2), new TaskId(0, 3), new TaskId(0, 4), new TaskId(0, 5)
    };

    @Test
    void clientsGetTasksInProportionToTheirThreads() {
        FakeApplication application =
                new FakeApplication().client(1, 2).client(2, 1).stateful(TASKS);

        TaskAssignment assignment = new StickyTaskAssignor().assign(application);

        assertThat(tasks(assignment, 1, AssignedTask.Type.ACTIVE)).hasSize(4);
        assertThat(tasks(assignment, 2, AssignedTask.Type.ACTIVE)).hasSize(2);
    }

    @Test
    void anEvenAssignmentStays() {
        FakeApplication application = new FakeApplication()
                .client(1, 1, TASKS[1], TASKS[3], TASKS[4])
                .client(2, 1, TASKS[0], TASKS[2], TASKS[5])
                .stateful(TASKS);

        TaskAssignment assignment = new StickyTaskAssignor().assign(application);

        assertThat(tasks(assignment, 1, AssignedTask.Type.ACTIVE)).containsExactly(TASKS[1], TASKS[3], TASKS[4]);
        assertThat(tasks(assignment, 2, AssignedTask.Type.ACTIVE)).containsExactly(TASKS[0], TASKS[2], TASKS[5]);
    }

    @Test
    void aNewClientGetsItsShareAndNothingElseMoves() {
        FakeApplication application = new FakeApplication()
                .client(1, 1, TASKS[0], TASKS[1], TASKS[2])
                .client(2, 1, TASKS[3], TASKS[4], TASKS[5])
                .client(3, 1)
                .stateful(TASKS);

        TaskAssignment assignment = new StickyTaskAssignor().assign(application);

        assertThat(tasks(assignment, 3, AssignedTask.Type.ACTIVE)).hasSize(2);
        assertThat(tasks(assignment, 1, AssignedTask.Type.ACTIVE)).hasSize(2).isSubsetOf(TASKS[0], TASKS[1], TASKS[2]);
        assertThat(tasks(assignment, 2, AssignedTask.Type.ACTIVE)).hasSize(2).isSubsetOf(TASKS[3], TASKS[4], TASKS[5]);
    }

    @Test
    void theOneThatPreservesMovesNothingAndAsksForAnotherRebalance() {
        FakeApplication application =
                new FakeApplication().client(1, 1, TASKS).client(2, 1).stateful(TASKS);

        TaskAssignment assignment = new StickyTaskAssignor(true).assign(application);

        assertThat(tasks(assignment, 1, AssignedTask.Type.ACTIVE)).containsExactly(TASKS);
        assertThat(assignment.assignment())
                .anyMatch(client -> client.followupRebalanceDeadline().isPresent());
    }

    @Test
    void standbysAreNotWhereTheirTaskRuns() {
        FakeApplication application = new FakeApplication()
                .withStandbys(2)
                .client(1, 1)
                .client(2, 1)
                .client(3, 1)
                .stateful(TASKS);

        TaskAssignment assignment = new StickyTaskAssignor().assign(application);

        assertThat(TaskAssignmentUtils.validateTaskAssignment(application, assignment))
                .isEqualTo(AssignmentError.NONE);
        for (int client = 1; client <= 3; client++) {
            assertThat(tasks(assignment, client, AssignedTask.Type.STANDBY))
                    .hasSize(4)
                    .doesNotContainAnyElementsOf(tasks(assignment, client, AssignedTask.Type.ACTIVE));
        }
    }

    private static Set<TaskId> tasks(TaskAssignment assignment, int client, AssignedTask.Type type) {
        return assignment.assignment().stream()
                .filter(candidate -> candidate.processId().equals(process(client)))
                .map(KafkaStreamsAssignment::tasks)
                .flatMap(tasks -> tasks.values().stream())
                .filter(task -> task.type() == type)
                .map(AssignedTask::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
