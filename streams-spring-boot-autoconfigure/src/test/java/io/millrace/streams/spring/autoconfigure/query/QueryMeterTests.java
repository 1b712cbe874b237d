package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateRef;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is measured of queries: each once, with all requests to other instances. */
class QueryMeterTests {

    private final QueryCluster cluster = new QueryCluster(2);
    private final List<String> measured = new CopyOnWriteArrayList<>();

    @BeforeEach
    void join() {
        cluster.meter = (kind, topology, query) -> {
            try {
                StorePage page = query.get();
                measured.add(kind + " " + topology + " answered");
                return page;
            } catch (StateQueryException e) {
                measured.add(kind + " " + topology + " " + e.reason());
                throw e;
            }
        };
        cluster.join();
        cluster.join();
        cluster.assign();
        for (int i = 0; i < 20; i++) {
            cluster.put("k" + i, i);
        }
    }

    private String keyOf(int partition) {
        for (int i = 0; i < 20; i++) {
            if (cluster.partitionOf("k" + i) == partition) {
                return "k" + i;
            }
        }
        throw new AssertionError("No key in partition " + partition);
    }

    @Test
    void anAnswerFromHereIsOneQuery() {
        StoreQuery.Keys key = new StoreQuery.Keys(keyOf(0), null, null, null, null);
        cluster.instances
                .get(0)
                .answer(QueryCluster.query(key, new StoreQuery.Place(StateRef.Scope.LOCAL, Set.of(), null)));

        assertThat(measured).containsExactly("ANSWER words answered");
    }

    @Test
    void anAnswerFromElsewhereIsAQueryHereARequestAndAQueryThere() {
        cluster.instances.get(0).answer(QueryCluster.point(keyOf(1)));

        assertThat(measured).containsExactly("ANSWER words answered", "REMOTE words answered", "ANSWER words answered");
    }

    @Test
    void aKeyThatIsNotThereIsRefusedOnce() {
        assertThatExceptionOfType(StateQueryException.class)
                .isThrownBy(() -> cluster.instances.get(0).answer(QueryCluster.point("absent")));

        assertThat(measured).last().isEqualTo("ANSWER words unknown-key");
        assertThat(measured).filteredOn(entry -> entry.endsWith("unknown-key")).hasSize(1);
    }

    @Test
    void aRefusalBeforeAnythingIsReadIsMeasuredToo() {
        StoreQuery unknownStore = new StoreQuery(
                QueryCluster.TOPOLOGY,
                "nothing",
                new StoreQuery.Keys("k", null, null, null, null),
                new StoreQuery.Times(null, null),
                new StoreQuery.Place(null, Set.of(), null),
                new StoreQuery.Page(null, null));

        assertThatExceptionOfType(StateQueryException.class)
                .isThrownBy(() -> cluster.instances.get(0).answer(unknownStore));

        assertThat(measured).containsExactly("ANSWER words unknown-store");
    }

    @Test
    void whoeverInventsTopologiesMakesNoMeters() {
        StoreQuery unknownTopology = new StoreQuery(
                "invented",
                QueryCluster.STORE,
                new StoreQuery.Keys("k", null, null, null, null),
                new StoreQuery.Times(null, null),
                new StoreQuery.Place(null, Set.of(), null),
                new StoreQuery.Page(null, null));

        assertThatExceptionOfType(StateQueryException.class)
                .isThrownBy(() -> cluster.instances.get(0).answer(unknownTopology));

        assertThat(measured).isEmpty();
    }
}
