package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateRef.Scope;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.autoconfigure.query.QueryCluster.Instance;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What callers are told of the stores there are, and of a range that cannot be meant. */
class StoreCatalogTests {

    private final QueryCluster cluster = new QueryCluster(4);
    private final Instance one = cluster.join();

    private void fill() {
        cluster.join();
        cluster.assign();
        for (int i = 0; i < 20; i++) {
            cluster.put("key-" + i, i);
        }
    }

    @Test
    void namesOfStoresThatAreNotExposedAreNotTold() {
        cluster.exposed = new ExposedStores(Set.of("other/*"));
        fill();

        assertThat(one.queries().exposed()).isEmpty();
        for (StoreQuery asked : List.of(
                QueryCluster.point("key-1"), named("none", QueryCluster.STORE), named(QueryCluster.TOPOLOGY, "none"))) {
            assertThatExceptionOfType(StateQueryException.class)
                    .isThrownBy(() -> one.queries().serve(asked))
                    .satisfies(refusal -> {
                        assertThat(refusal.status()).isEqualTo(404);
                        assertThat(refusal)
                                .hasMessageEndingWith(": none.")
                                .message()
                                .doesNotContain(QueryCluster.TOPOLOGY, QueryCluster.STORE);
                    });
        }
    }

    @Test
    void namesOfExposedStoresAreTold() {
        cluster.exposed = new ExposedStores(Set.of(QueryCluster.TOPOLOGY + "/" + QueryCluster.STORE));
        fill();

        assertThat(one.queries().exposed())
                .containsExactly(new ListedStore(QueryCluster.TOPOLOGY, QueryCluster.STORE, "key-value", 4));
        assertThatExceptionOfType(StateQueryException.class)
                .isThrownBy(() -> one.queries().serve(named("none", "none")))
                .withMessageEndingWith(": " + QueryCluster.TOPOLOGY + ".");
        assertThatExceptionOfType(StateQueryException.class)
                .isThrownBy(() -> one.queries().serve(named(QueryCluster.TOPOLOGY, "none")))
                .withMessageEndingWith(": " + QueryCluster.STORE + ".");
    }

    @Test
    void storesOfATopologyThatIsStoppedAreListedWithoutWhatIsNotKnown() {
        fill();
        one.phase = TopologyStatus.Phase.STOPPED;

        assertThat(one.queries().exposed())
                .containsExactly(new ListedStore(QueryCluster.TOPOLOGY, QueryCluster.STORE, null, null));
    }

    private static StoreQuery named(String topology, String store) {
        StoreQuery query = QueryCluster.point("key-1");
        return new StoreQuery(topology, store, query.keys(), query.times(), query.place(), query.page());
    }

    @Test
    void aRangeWithItsEndsTheWrongWayRoundIsRefused() {
        fill();
        StoreQuery.Place everywhere = new StoreQuery.Place(Scope.ANY, Set.of(), null);

        assertThatExceptionOfType(StateQueryException.class)
                .isThrownBy(() -> one.answer(
                        QueryCluster.query(new StoreQuery.Keys(null, null, "key-2", "key-1", null), everywhere)))
                .withMessageContaining("fromKey is behind toKey")
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400));
        assertThat(one.answer(QueryCluster.query(new StoreQuery.Keys(null, null, "key-1", "key-1", null), everywhere))
                        .rows())
                .hasSize(1);
    }
}
