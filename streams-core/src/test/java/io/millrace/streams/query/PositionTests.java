package io.millrace.streams.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PositionTests {

    @Test
    void aPositionOnlyMovesForward() {
        Position position = Position.emptyPosition()
                .withComponent("t", 0, 5)
                .withComponent("t", 0, 3)
                .withComponent("t", 1, 1);

        assertThat(position.getPartitionPositions("t")).isEqualTo(Map.of(0, 5L, 1, 1L));
    }

    @Test
    void mergingTakesTheHigherOffsetOfEachPartition() {
        Position position = Position.fromMap(Map.of("t", Map.of(0, 5L, 1, 1L)));

        position.merge(Position.fromMap(Map.of("t", Map.of(0, 2L, 1, 4L), "u", Map.of(0, 7L))));

        assertThat(position).isEqualTo(Position.fromMap(Map.of("t", Map.of(0, 5L, 1, 4L), "u", Map.of(0, 7L))));
    }

    @Test
    void aCopyGoesItsOwnWay() {
        Position position = Position.fromMap(Map.of("t", Map.of(0, 5L)));

        Position copy = position.copy().withComponent("t", 0, 6);

        assertThat(position.getPartitionPositions("t")).containsEntry(0, 5L);
        assertThat(copy.getPartitionPositions("t")).containsEntry(0, 6L);
    }

    @Test
    void aBoundKeepsThePositionItWasMadeOf() {
        Position position = Position.fromMap(Map.of("t", Map.of(0, 5L)));

        PositionBound bound = PositionBound.at(position);
        position.withComponent("t", 0, 9);

        assertThat(bound.position()).isEqualTo(Position.fromMap(Map.of("t", Map.of(0, 5L))));
        assertThat(bound.isUnbounded()).isFalse();
        assertThat(PositionBound.at(Position.emptyPosition())).isEqualTo(PositionBound.unbounded());
    }

    @Test
    void positionsAreNoHashKeys() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> Position.emptyPosition().hashCode());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> PositionBound.unbounded().hashCode());
    }
}
