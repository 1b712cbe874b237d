package io.millrace.streams.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.processor.TaskId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamsExceptionTests {

    @Test
    void theTaskCanBeNamedLater() {
        StreamsException exception = new StreamsException("It failed.");
        assertThat(exception.taskId()).isEmpty();

        exception.setTaskId(new TaskId(0, 1));

        assertThat(exception.taskId()).contains(new TaskId(0, 1));
    }

    @Test
    void exceptionsTellWhatTheyAreAbout() {
        assertThat(new TaskCorruptedException(Set.of(new TaskId(0, 1))))
                .hasMessageContaining("0_1")
                .extracting(TaskCorruptedException::corruptedTasks)
                .isEqualTo(Set.of(new TaskId(0, 1)));
        assertThat(new MissingInternalTopicsException("Topics are missing.", List.of("a")).topics())
                .containsExactly("a");
        assertThat(new TopologyException("no source")).hasMessage("Invalid topology: no source");
        assertThat(new UnknownTopologyException("Cannot pause", "orders")).hasMessageContaining("orders");
    }
}
