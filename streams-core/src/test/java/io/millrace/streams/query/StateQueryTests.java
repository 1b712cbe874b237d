package io.millrace.streams.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateQueryTests {

    @Test
    void aRequestAsksAllPartitionsWithoutAPosition() {
        StateQueryRequest<Integer> request = StateQueryRequest.inStore("store").withQuery(KeyQuery.withKey("a"));

        assertThat(request.isAllPartitions()).isTrue();
        assertThat(request.getPositionBound().isUnbounded()).isTrue();
        assertThat(request.isRequireActive()).isFalse();
        assertThat(request.executionInfoEnabled()).isFalse();
        assertThatIllegalStateException().isThrownBy(request::getPartitions).withMessageContaining("store");
    }

    @Test
    void eachStepKeepsWhatWasSaidBefore() {
        PositionBound bound = PositionBound.at(Position.fromMap(Map.of("t", Map.of(0, 5L))));

        StateQueryRequest<Integer> request = StateQueryRequest.inStore("store")
                .withQuery(KeyQuery.<String, Integer>withKey("a"))
                .withPartitions(Set.of(1))
                .withPositionBound(bound)
                .requireActive()
                .enableExecutionInfo();

        assertThat(request.getStoreName()).isEqualTo("store");
        assertThat(request.getPartitions()).containsExactly(1);
        assertThat(request.getPositionBound()).isEqualTo(bound);
        assertThat(request.isRequireActive()).isTrue();
        assertThat(request.executionInfoEnabled()).isTrue();
        assertThat(request.withAllPartitions().isAllPartitions()).isTrue();
    }

    @Test
    void anAnswerHasNoReasonAndAFailureNoAnswer() {
        QueryResult<Integer> answer = QueryResult.forResult(5);
        QueryResult<Integer> failure = QueryResult.forFailure(FailureReason.NOT_ACTIVE, "It is a standby.");

        assertThat(answer.getResult()).isEqualTo(5);
        assertThatIllegalArgumentException().isThrownBy(answer::getFailureReason);
        assertThatIllegalArgumentException().isThrownBy(answer::getFailureMessage);
        assertThat(failure.getFailureMessage()).isEqualTo("It is a standby.");
        assertThatIllegalArgumentException()
                .isThrownBy(failure::getResult)
                .withMessageContainingAll("NOT_ACTIVE", "It is a standby.");
    }

    @Test
    void aPartitionTellsHowFarItIs() {
        Position current = Position.fromMap(Map.of("t", Map.of(0, 2L)));
        PositionBound bound = PositionBound.at(Position.fromMap(Map.of("t", Map.of(0, 5L))));

        QueryResult<Integer> result = QueryResult.notUpToBound(current, bound, 3);

        assertThat(result.getFailureReason()).isEqualTo(FailureReason.NOT_UP_TO_BOUND);
        assertThat(result.getFailureMessage()).contains("Partition 3", "{0=2}", "{0=5}");
        assertThat(QueryResult.notUpToBound(current, bound, null).getFailureMessage())
                .doesNotContain("null");
    }

    @Test
    void executionInfoIsReadInTheOrderItWasWritten() {
        QueryResult<Integer> result = QueryResult.forResult(5);

        result.addExecutionInfo("first");
        result.addExecutionInfo("second");

        assertThat(result.getExecutionInfo()).containsExactly("first", "second");
    }

    @Test
    void theOnlyAnswerIsFoundAmongFailuresAndNulls() {
        StateQueryResult<Integer> result = new StateQueryResult<>();
        assertThat(result.getOnlyPartitionResult()).isNull();

        result.addResult(0, QueryResult.forFailure(FailureReason.NOT_PRESENT, "It is elsewhere."));
        result.addResult(1, QueryResult.forResult(null));
        result.addResult(2, QueryResult.forResult(5));
        assertThat(result.getOnlyPartitionResult().getResult()).isEqualTo(5);

        result.addResult(3, QueryResult.forResult(6));
        assertThatIllegalArgumentException().isThrownBy(result::getOnlyPartitionResult);
    }

    @Test
    void positionsOfPartitionsAreMerged() {
        StateQueryResult<Integer> result = new StateQueryResult<>();
        for (int partition = 0; partition < 2; partition++) {
            QueryResult<Integer> answer = QueryResult.forResult(partition);
            answer.setPosition(Position.emptyPosition().withComponent("t", partition, 7));
            result.addResult(partition, answer);
        }

        assertThat(result.getPosition()).isEqualTo(Position.fromMap(Map.of("t", Map.of(0, 7L, 1, 7L))));
    }
}
