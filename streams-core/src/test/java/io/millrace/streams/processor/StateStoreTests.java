package io.millrace.streams.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.query.FailureReason;
import io.millrace.streams.query.KeyQuery;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.QueryConfig;
import org.junit.jupiter.api.Test;

class StateStoreTests {

    private final StateStore store = new StateStore() {
        @Override
        public String name() {
            return "counts";
        }

        @Override
        public void init(StateStoreContext stateStoreContext, StateStore root) {}

        @Override
        public void close() {}

        @Override
        public boolean persistent() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    };

    @Test
    void aStoreKnowsNoQueryUnlessItSaysSo() {
        var result = store.query(KeyQuery.withKey("a"), PositionBound.unbounded(), new QueryConfig(false));

        assertThat(result.isFailure()).isTrue();
        assertThat(result.getFailureReason()).isEqualTo(FailureReason.UNKNOWN_QUERY_TYPE);
    }

    @Test
    void aStoreTracksNoPositionUnlessItSaysSo() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(store::getPosition)
                .withMessageContaining("counts");
    }
}
