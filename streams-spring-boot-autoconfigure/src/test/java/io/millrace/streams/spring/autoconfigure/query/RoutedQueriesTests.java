package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateRef.Scope;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.autoconfigure.query.QueryCluster.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoutedQueriesTests {

    private static final int KEYS = 200;

    private final QueryCluster cluster = new QueryCluster(4);
    private final Instance one = cluster.join();
    private final Instance other = cluster.join();

    private void fill() {
        cluster.assign();
        for (int i = 0; i < KEYS; i++) {
            cluster.put("key-" + i, i);
        }
    }

    private String keyOn(Instance owner) {
        for (int i = 0; i < KEYS; i++) {
            if (owner.active.containsKey(cluster.partitionOf("key-" + i))) {
                return "key-" + i;
            }
        }
        throw new AssertionError("No key is there");
    }

    private static StateQueryException refusal(Instance asked, StoreQuery query) {
        StateQueryException refusal = catchThrowableOfType(StateQueryException.class, () -> asked.answer(query));
        assertThat(refusal).as("The query was answered").isNotNull();
        return refusal;
    }

    private static StoreQuery scan(Scope scope, String prefix) {
        return QueryCluster.query(
                new StoreQuery.Keys(null, prefix, null, null, null), new StoreQuery.Place(scope, Set.of(), null));
    }

    @Test
    void aStoreThatIsNotExposedIsServedToNobodyAndReadWhereItIs() {
        cluster.exposed = new ExposedStores(Set.of("other/*", QueryCluster.TOPOLOGY + "/x*"));
        fill();
        StoreQuery here = QueryCluster.point(keyOn(one));
        StoreQuery there = QueryCluster.point(keyOn(other));

        assertThatExceptionOfType(StateQueryException.class)
                .isThrownBy(() -> one.queries().serve(here))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo("store-not-exposed"));
        assertThat(one.answer(here).rows()).hasSize(1);
        assertThat(refusal(one, there)).hasMessageContaining("streams.query.exposed-stores does not name the store");
        assertThat(one.asked.get() + other.asked.get()).isZero();
    }

    @Test
    void aStoreThatIsExposedIsServed() {
        cluster.exposed = new ExposedStores(Set.of("other/*", QueryCluster.TOPOLOGY + "/*"));
        fill();

        assertThat(one.queries().serve(QueryCluster.point(keyOn(other))).rows()).hasSize(1);
    }

    @Test
    void everyKeyIsFoundThroughEachInstanceByOneRequestAtMost() {
        fill();

        for (Instance asked : cluster.instances) {
            for (int i = 0; i < KEYS; i++) {
                StorePage page = asked.answer(QueryCluster.point("key-" + i));

                assertThat(page.rows()).hasSize(1);
                assertThat(page.rows().get(0).entry().value()).isEqualTo((long) i);
                assertThat(page.source().partitions()).containsExactly(cluster.partitionOf("key-" + i));
                assertThat(page.source().local()).isEqualTo(asked.active.containsKey(cluster.partitionOf("key-" + i)));
            }
        }
        // Each key is elsewhere for one of the two.
        assertThat(one.asked.get() + other.asked.get()).isEqualTo(KEYS);
    }

    @Test
    void absentKeyIsUnknownEverywhere() {
        fill();

        assertThat(refusal(one, QueryCluster.point("nobody")).reason()).isEqualTo("unknown-key");
        assertThat(refusal(other, QueryCluster.point("nobody")).status()).isEqualTo(404);
    }

    @Test
    void keysThatAreNotWhereTheirHashSaysAreFoundAllTheSame() {
        cluster.assign();
        for (int i = 0; i < KEYS; i++) {
            cluster.putInto(i % cluster.partitions, "key-" + i, i);
        }

        for (Instance asked : cluster.instances) {
            for (int i = 0; i < KEYS; i++) {
                assertThat(asked.answer(QueryCluster.point("key-" + i)).rows())
                        .extracting(row -> row.entry().value())
                        .containsExactly((long) i);
            }
        }
    }

    @Test
    void keyThatIsNotWhereTheRuleOfAllOthersPutsItIsFound() {
        fill();
        int elsewhere = (cluster.partitionOf("odd") + 1) % cluster.partitions;
        cluster.putInto(elsewhere, "odd", 7);

        for (Instance asked : cluster.instances) {
            assertThat(asked.answer(QueryCluster.point("odd")).rows())
                    .extracting(row -> row.entry().value())
                    .containsExactly(7L);
            // From now on all are asked at once.
            assertThat(asked.queries().locate(QueryCluster.point("odd"))).isEmpty();
        }
    }

    @Test
    void absentKeyIsNotUnknownWhileSomeCannotBeAsked() {
        fill();
        String here = "nobody";
        while (!one.active.containsKey(cluster.partitionOf(here))) {
            here += "!";
        }
        other.down = true;

        assertThat(refusal(one, QueryCluster.point(here)).reason()).isEqualTo("peer-unavailable");
    }

    @Test
    void keyElsewhereIsNotUnknownIfNobodyTellsAnAddress() {
        fill();
        cluster.told.clear();
        cluster.silent = true;

        StateQueryException refusal = refusal(one, QueryCluster.point(keyOn(other)));

        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.reason()).isEqualTo("not-on-this-instance");
        assertThat(refusal).hasMessageContaining("told no address");
        assertThat(one.answer(QueryCluster.point(keyOn(one))).rows()).hasSize(1);
        assertThat(one.answer(scan(null, null).part(1000, null)).missing()).containsExactly(1, 3);
        assertThat(one.answer(scan(Scope.ANY, null).part(1000, null)).missing()).containsExactly(1, 3);
    }

    @Test
    void absentKeyIsUnknownIfAllIsHereAlthoughNobodyTellsAnAddress() {
        QueryCluster single = new QueryCluster(4);
        Instance only = single.join();
        single.assign();
        single.put("a", 1);
        single.told.clear();
        single.silent = true;

        assertThat(refusal(only, QueryCluster.point("nobody")).reason()).isEqualTo("unknown-key");
        assertThat(only.answer(scan(null, null)).missing()).isEmpty();
    }

    @Test
    void nothingIsSaidToBeAbsentUntilThePartitionsAreCounted() {
        fill();
        cluster.counted = false;

        assertThat(refusal(one, QueryCluster.point("nobody")).reason()).isEqualTo("not-on-this-instance");
        assertThat(refusal(one, scan(null, null)).status()).isEqualTo(503);
        assertThat(one.answer(QueryCluster.point(keyOn(one))).rows()).hasSize(1);
    }

    @Test
    void keyThatMorePartitionsHaveThanFitIntoAPageIsPaged() {
        cluster.assign();
        for (int partition = 0; partition < cluster.partitions; partition++) {
            cluster.putInto(partition, "total", partition);
        }
        Set<Object> seen = new TreeSet<>();
        String cursor = null;
        do {
            StorePage page = one.answer(QueryCluster.point("total").part(3, cursor));
            assertThat(page.rows()).hasSizeBetween(1, 3);
            page.rows().forEach(row -> seen.add(row.entry().value()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void keyThatSeveralPartitionsHaveIsAnsweredByAll() {
        cluster.assign();
        for (int partition = 0; partition < cluster.partitions; partition++) {
            cluster.putInto(partition, "total", partition);
        }

        assertThat(one.answer(QueryCluster.point("total")).rows())
                .extracting(row -> row.entry().value())
                .containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
    }

    @Test
    void fewKeysAreFoundAlthoughTheyProveNothing() {
        cluster.assign();
        cluster.put("a", 1);
        cluster.put("b", 2);

        for (Instance asked : cluster.instances) {
            assertThat(asked.answer(QueryCluster.point("a")).rows()).hasSize(1);
            assertThat(asked.answer(QueryCluster.point("b")).rows()).hasSize(1);
            assertThat(refusal(asked, QueryCluster.point("c")).reason()).isEqualTo("unknown-key");
        }
    }

    @Test
    void partitionThatMovesIsFoundAtItsNewPlace() {
        fill();
        String key = keyOn(other);
        int partition = cluster.partitionOf(key);
        one.answer(QueryCluster.point(key));
        Instance third = cluster.join();
        // What is known is outdated: the partition has moved already.
        third.active.put(partition, other.active.remove(partition));
        other.beforeAnswer = () -> cluster.told.put(partition, third.host);

        StorePage page = one.answer(QueryCluster.point(key));

        assertThat(page.rows()).hasSize(1);
        assertThat(page.source().host()).isEqualTo("host-2:8080");
    }

    @Test
    void deadOwnerIsUnavailableAndNeverUnknown() {
        fill();
        String key = keyOn(other);
        one.answer(QueryCluster.point(key));
        other.down = true;

        StateQueryException refusal = refusal(one, QueryCluster.point(key));

        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.reason()).isEqualTo("peer-unavailable");
        assertThat(refusal.retryAfterMillis()).isPositive();
        assertThat(refusal(one, QueryCluster.point("nobody-" + key)).status()).isIn(404, 503);
        assertThat(one.answer(QueryCluster.point(keyOn(one))).rows()).hasSize(1);
    }

    @Test
    void deadInstanceIsAskedTwiceAtMostForOneQuery() {
        QueryCluster wide = new QueryCluster(64);
        Instance alive = wide.join();
        Instance dead = wide.join();
        wide.assign();
        wide.putInto(0, "a", 1);
        dead.down = true;

        StorePage page = alive.answer(scan(Scope.ANY, null));

        assertThat(page.missing()).hasSize(32);
        assertThat(dead.asked.get()).isEqualTo(2);
    }

    @Test
    void keyThatMayBeOnADeadInstanceIsNotUnknown() {
        cluster.assign();
        cluster.put("a", 1);
        cluster.ownerOf(cluster.partitionOf("a")).down = true;
        Instance alive = cluster.instances.stream()
                .filter(instance -> !instance.down)
                .findFirst()
                .orElseThrow();

        assertThat(refusal(alive, QueryCluster.point("a")).status()).isEqualTo(503);
    }

    @Test
    void restoringPartitionSaysSo() {
        fill();
        String key = keyOn(other);
        other.restoring.add(cluster.partitionOf(key));

        assertThat(refusal(one, QueryCluster.point(key)).reason()).isEqualTo("restoring");
        assertThat(refusal(other, QueryCluster.point(key)).reason()).isEqualTo("restoring");
    }

    @Test
    void standbyAnswersForADeadOwnerIfItIsNotTooFarBehind() {
        fill();
        String key = keyOn(other);
        int partition = cluster.partitionOf(key);
        one.answer(QueryCluster.point(key));
        Instance third = cluster.join();
        third.standby.put(partition, other.active.get(partition));
        third.lags.put(partition, 7L);
        cluster.toldStandbys.put(partition, Set.of(third.host));
        other.down = true;

        for (Instance asked : List.of(one, third)) {
            StorePage page = asked.answer(QueryCluster.point(key));

            assertThat(page.rows()).hasSize(1);
            assertThat(page.source().role()).isEqualTo(StateSource.STANDBY);
            assertThat(page.source().lag()).isEqualTo(7);
        }
        StoreQuery current = QueryCluster.query(
                new StoreQuery.Keys(key, null, null, null, null), new StoreQuery.Place(null, Set.of(), false));
        assertThat(refusal(one, current).reason()).isEqualTo("peer-unavailable");
    }

    @Test
    void standbyThatIsTooFarBehindDoesNotAnswer() {
        fill();
        String key = keyOn(other);
        int partition = cluster.partitionOf(key);
        Instance third = cluster.join();
        third.standby.put(partition, other.active.get(partition));
        third.lags.put(partition, 11L);
        cluster.toldStandbys.put(partition, Set.of(third.host));
        other.down = true;

        assertThat(refusal(one, QueryCluster.point(key)).reason()).isEqualTo("too-stale");
        third.lags.clear();
        assertThat(refusal(third, QueryCluster.point(key)).status()).isEqualTo(503);
    }

    @Test
    void standbysAreNotReadUnlessThePropertiesAllowIt() {
        cluster.bounds = new QueryBounds(1000, 8, 1 << 20, Duration.ofSeconds(5), new QueryBounds.Staleness(false, 0));
        fill();
        String key = keyOn(other);
        int partition = cluster.partitionOf(key);
        one.standby.put(partition, other.active.get(partition));
        one.lags.put(partition, 0L);
        cluster.toldStandbys.put(partition, Set.of(one.host));
        other.down = true;

        assertThat(refusal(one, QueryCluster.point(key)).reason()).isEqualTo("peer-unavailable");
        StoreQuery stale = QueryCluster.query(
                new StoreQuery.Keys(key, null, null, null, null), new StoreQuery.Place(null, Set.of(), true));
        assertThat(refusal(one, stale).reason()).isEqualTo("stale-not-allowed");
    }

    @Test
    void scanOfAllInstancesGivesEveryEntryOnce() {
        fill();

        Set<Object> seen = new TreeSet<>();
        StoreQuery scan = scan(Scope.ANY, null);
        String cursor = null;
        int entries = 0;
        do {
            StorePage page = one.answer(scan.part(30, cursor));
            assertThat(page.rows().size()).isLessThanOrEqualTo(30);
            assertThat(page.missing()).isEmpty();
            page.rows().forEach(row -> seen.add(row.entry().key()));
            entries += page.rows().size();
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).hasSize(KEYS);
        assertThat(entries).isEqualTo(KEYS);
    }

    @Test
    void scanOfThisInstanceSaysWhatItLeavesOut() {
        fill();

        StorePage page = one.answer(scan(null, null).part(1000, null));

        assertThat(page.source().partitions()).containsExactly(0, 2);
        assertThat(page.missing()).containsExactly(1, 3);
        assertThat(page.source().local()).isTrue();
    }

    @Test
    void scanSaysWhichPartitionsNobodyAnswersFor() {
        fill();
        other.down = true;

        StorePage page = one.answer(scan(Scope.ANY, "key-").part(1000, null));

        assertThat(page.missing()).containsExactly(1, 3);
        assertThat(page.source().partitions()).containsExactly(0, 2);
        assertThat(page.rows()).isNotEmpty();
    }

    @Test
    void scanThatNobodyAnswersIsRefused() {
        fill();
        Instance third = cluster.join();
        one.down = true;
        other.down = true;

        assertThat(refusal(third, scan(Scope.ANY, null)).reason()).isEqualTo("peer-unavailable");
    }

    @Test
    void cursorOfAScanBelongsToIt() {
        fill();
        String next = one.answer(scan(Scope.ANY, null).part(3, null)).next();

        assertThat(refusal(one, scan(Scope.ANY, "key").part(3, next)).reason()).isEqualTo("bad-cursor");
        assertThat(refusal(one, scan(Scope.LOCAL, null).part(3, next)).reason()).isEqualTo("bad-cursor");
        assertThat(refusal(other, scan(Scope.ANY, null).part(3, next)).reason()).isEqualTo("bad-cursor");
    }

    @Test
    void pagesGoOnAtAnyInstanceThatSharesTheSecret() {
        cluster.cursorSecret = "to be or not to be, that is the question";
        fill();
        Set<Object> seen = new TreeSet<>();
        String cursor = null;
        int page = 0;
        do {
            StorePage next = cluster.instances
                    .get(page++ % 2)
                    .answer(scan(Scope.ANY, null).part(7, cursor));
            next.rows().forEach(row -> assertThat(seen.add(row.entry().key())).isTrue());
            cursor = next.next();
        } while (cursor != null);

        assertThat(seen).hasSize(KEYS);
    }

    @Test
    void localQueryAsksNobody() {
        fill();
        StoreQuery local = QueryCluster.query(
                new StoreQuery.Keys(keyOn(other), null, null, null, null),
                new StoreQuery.Place(Scope.LOCAL, Set.of(), null));

        StateQueryException refusal = refusal(one, local);

        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.reason()).isEqualTo("not-on-this-instance");
        assertThat(other.asked.get()).isZero();
    }

    @Test
    void onlySoManyQueriesAreAnsweredAtATime() throws Exception {
        cluster.bounds = new QueryBounds(1000, 1, 1 << 20, Duration.ofSeconds(5), new QueryBounds.Staleness(false, 0));
        fill();
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        String key = keyOn(other);
        other.beforeAnswer = () -> {
            reached.countDown();
            try {
                release.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        FutureTask<StorePage> first = new FutureTask<>(() -> one.answer(QueryCluster.point(key)));
        new Thread(first).start();
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();

        StateQueryException refusal = refusal(one, QueryCluster.point(key));
        release.countDown();

        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.reason()).isEqualTo("too-many-queries");
        assertThat(first.get(30, TimeUnit.SECONDS).rows()).hasSize(1);
        assertThat(one.answer(QueryCluster.point(key)).rows()).hasSize(1);
    }

    @Test
    void stateOfTheTopologyIsTheReason() {
        fill();
        StoreQuery query = QueryCluster.point(keyOn(one));
        List<String> reasons = new ArrayList<>();
        for (TopologyStatus.Phase phase :
                List.of(TopologyStatus.Phase.STOPPED, TopologyStatus.Phase.WAITING, TopologyStatus.Phase.FAILED)) {
            one.phase = phase;
            reasons.add(refusal(one, query).reason());
        }
        one.phase = TopologyStatus.Phase.STOPPED;
        one.queries().drain();
        reasons.add(refusal(one, query).reason());
        one.phase = TopologyStatus.Phase.STARTED;
        one.state = State.REBALANCING;
        one.active.clear();
        cluster.told.clear();
        reasons.add(refusal(one, query).reason());

        assertThat(reasons).containsExactly("stopped", "waiting", "failed", "draining", "rebalancing");
    }

    @Test
    void partitionThatThereIsNotIsUnknown() {
        fill();
        StoreQuery query = QueryCluster.query(
                new StoreQuery.Keys(null, null, null, null, null), new StoreQuery.Place(null, Set.of(4), null));

        assertThat(refusal(one, query).reason()).isEqualTo("unknown-partition");
    }

    @Test
    void partitionIsReadWhereverItIs() {
        fill();
        StoreQuery query = QueryCluster.query(
                new StoreQuery.Keys(null, null, null, null, null), new StoreQuery.Place(null, Set.of(1), null));

        StorePage page = one.answer(query);

        assertThat(page.source().partitions()).containsExactly(1);
        assertThat(page.source().local()).isFalse();
        assertThat(page.rows()).isNotEmpty();
        assertThat(page.missing()).isEmpty();
    }
}
