package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.QueryableStoreType;
import io.millrace.streams.state.StateStoreProvider;
import org.junit.jupiter.api.Test;

class StoreQueryParametersTests {

    private static final QueryableStoreType<String> TYPE = new QueryableStoreType<>() {
        @Override
        public boolean accepts(StateStore stateStore) {
            return true;
        }

        @Override
        public String create(StateStoreProvider storeProvider, String storeName) {
            return storeName;
        }
    };

    @Test
    void allPartitionsOfActiveReplicasAreTheDefault() {
        StoreQueryParameters<String> parameters = StoreQueryParameters.fromNameAndType("store", TYPE);

        assertThat(parameters.partition()).isNull();
        assertThat(parameters.staleStoresEnabled()).isFalse();
    }

    @Test
    void eachStepKeepsWhatWasSaidBefore() {
        StoreQueryParameters<String> parameters = StoreQueryParameters.fromNameAndType("store", TYPE)
                .enableStaleStores()
                .withPartition(2);

        assertThat(parameters.storeName()).isEqualTo("store");
        assertThat(parameters.partition()).isEqualTo(2);
        assertThat(parameters.staleStoresEnabled()).isTrue();
        assertThat(parameters)
                .isEqualTo(StoreQueryParameters.fromNameAndType("store", TYPE)
                        .withPartition(2)
                        .enableStaleStores());
    }
}
