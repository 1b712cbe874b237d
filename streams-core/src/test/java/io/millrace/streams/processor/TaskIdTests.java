package io.millrace.streams.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.errors.TaskIdFormatException;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskIdTests {

    @ParameterizedTest
    @ValueSource(strings = {"0_0", "1_23", "orders__4_5", "a_b__0_1"})
    void anIdIsReadAsItIsWritten(String text) {
        assertThat(TaskId.parse(text)).hasToString(text);
    }

    @Test
    void theNameOfTheTopologyIsOptional() {
        assertThat(TaskId.parse("0_1")).isEqualTo(new TaskId(0, 1)).isEqualTo(new TaskId(0, 1, ""));
        assertThat(TaskId.parse("orders__0_1").topologyName()).isEqualTo("orders");
        assertThat(TaskId.parse("0_1").topologyName()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1_", "_1", "a_b", "1_2_3", "x__y__1_2", "99999999999_0"})
    void otherTextsAreRefused(String text) {
        assertThatThrownBy(() -> TaskId.parse(text))
                .isInstanceOf(TaskIdFormatException.class)
                .hasMessageContaining(text);
    }

    @Test
    void idsAreOrderedByNumberNotByText() {
        TreeSet<TaskId> ids = new TreeSet<>();
        Stream.of("1_0", "0_10", "0_2", "10_0", "2_0").map(TaskId::parse).forEach(ids::add);

        assertThat(ids).extracting(TaskId::toString).containsExactly("0_2", "0_10", "1_0", "2_0", "10_0");
    }

    @Test
    void namedTopologiesAreOrderedByName() {
        assertThat(new TaskId(5, 5, "a")).isLessThan(new TaskId(0, 0, "b"));
    }

    @Test
    void idsWithAndWithoutNameHaveNoOrder() {
        assertThatIllegalStateException().isThrownBy(() -> new TaskId(0, 0).compareTo(new TaskId(0, 0, "a")));
    }
}
