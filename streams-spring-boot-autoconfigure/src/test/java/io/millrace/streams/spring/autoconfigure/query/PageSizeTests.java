package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateRef.Scope;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Entry;
import io.millrace.streams.spring.autoconfigure.query.StorePage.WindowSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** No answer is larger than it may be. */
class PageSizeTests {

    private static final int BODY = 64 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final QueryCluster cluster = new QueryCluster(4);

    @BeforeEach
    void twoInstances() {
        cluster.bounds = new QueryBounds(1000, 8, BODY, Duration.ofSeconds(5), new QueryBounds.Staleness(false, 0));
        cluster.join();
        cluster.join();
        cluster.assign();
    }

    @Test
    void sizeOfAnEntryIsAtLeastThatOfItsJson() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String text = text(random, random.nextInt(300));
            Object value = random.nextBoolean() ? text : JSON.valueToTree(List.of(text, i, text));
            Entry entry = new Entry(
                    text,
                    value,
                    "base64",
                    Instant.ofEpochMilli(random.nextLong() >>> 12),
                    new WindowSpan(Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE)));

            assertThat(EntrySize.of(entry)).isGreaterThanOrEqualTo(JSON.writeValueAsBytes(entry).length);
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(5)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> '"';
                        case 2 -> 0x80 + random.nextInt(0xD000);
                        case 3 -> 0x10000 + random.nextInt(0x10000);
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }

    @Test
    void pagesOfLargeEntriesEndBeforeTheyAreTooLargeAndLeaveNothingOut() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String key = "\u0001".repeat(i * 20) + "key-" + i;
            expected.add(key);
            cluster.put(key, i);
        }

        List<Object> seen = new ArrayList<>();
        int pages = 0;
        StoreQuery query = scan();
        String cursor = null;
        do {
            StorePage page = cluster.instances.get(0).answer(query.part(1000, cursor));
            assertThat(JSON.writeValueAsBytes(
                            page.rows().stream().map(StorePage.Row::entry).toList()))
                    .hasSizeLessThanOrEqualTo(BODY);
            page.rows().forEach(row -> seen.add(row.entry().key()));
            cursor = page.next();
            pages++;
        } while (cursor != null);

        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(pages).isGreaterThan(3);
    }

    @Test
    void entryThatIsLargerThanAnAnswerIsRefused() {
        String key = "k".repeat(BODY);
        cluster.put(key, 1);

        for (QueryCluster.Instance asked : cluster.instances) {
            assertThatExceptionOfType(StateQueryException.class)
                    .isThrownBy(() -> asked.answer(scan()))
                    .satisfies(refusal -> {
                        assertThat(refusal.reason()).isEqualTo("entry-too-large");
                        assertThat(refusal.status()).isEqualTo(400);
                        assertThat(refusal).hasMessageContaining("max-body-size");
                        // Its key is too long for a cursor, too.
                        assertThat(refusal.next()).isNull();
                    });
        }
    }

    @Test
    void scanGoesOnAfterEachEntryThatIsLargerThanAnAnswer() {
        int body = 16 * 1024;
        cluster.bounds = new QueryBounds(1000, 8, body, Duration.ofSeconds(5), new QueryBounds.Staleness(false, 0));
        List<String> small = new ArrayList<>();
        List<String> large = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String key = "key-" + i;
            small.add(key);
            cluster.put(key, i);
            if (i % 7 == 0) {
                String largeKey = key + "\u0001".repeat(3_000);
                large.add(largeKey);
                cluster.put(largeKey, i);
            }
        }

        for (QueryCluster.Instance asked : cluster.instances) {
            List<Object> seen = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            String cursor = null;
            do {
                try {
                    StorePage page = asked.answer(scan().part(9, cursor));
                    assertThat(json(page)).hasSizeLessThanOrEqualTo(body);
                    page.rows().forEach(row -> seen.add(row.entry().key()));
                    cursor = page.next();
                } catch (StateQueryException e) {
                    assertThat(e.reason()).isEqualTo("entry-too-large");
                    assertThat(e).hasMessageContaining("'key-").hasMessageContaining("bytes");
                    refused.add(String.valueOf(e.getMessage()));
                    cursor = e.next();
                }
            } while (cursor != null);

            assertThat(seen).containsExactlyInAnyOrderElementsOf(small);
            assertThat(refused).hasSameSizeAs(large).doesNotHaveDuplicates();
        }
    }

    @Test
    void cursorOfALongKeyIsReckonedIntoTheSizeOfItsPage() {
        int body = 16 * 1024;
        cluster.bounds = new QueryBounds(1000, 8, body, Duration.ofSeconds(5), new QueryBounds.Staleness(false, 0));
        for (int i = 0; i < 60; i++) {
            cluster.put("k".repeat(1 + i * 80) + i, i);
        }

        for (QueryCluster.Instance asked : cluster.instances) {
            int read = 0;
            String cursor = null;
            do {
                StorePage page = asked.answer(scan().part(1000, cursor));
                assertThat(json(page)).hasSizeLessThanOrEqualTo(body);
                read += page.rows().size();
                cursor = page.next();
            } while (cursor != null);
            assertThat(read).isEqualTo(60);
        }
    }

    /** All that an answer says, under names as long. */
    private static byte[] json(StorePage page) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("topology", QueryCluster.TOPOLOGY);
        answer.put("store", QueryCluster.STORE);
        answer.put("entries", page.rows().stream().map(StorePage.Row::entry).toList());
        answer.put("source", page.source());
        answer.put("page", Map.of("limit", page.limit(), "next", String.valueOf(page.next())));
        answer.put("missing", page.missing());
        return JSON.writeValueAsBytes(answer);
    }

    @Test
    void oneKeyThatIsTooLargeInSeveralPartitionsIsRefusedOnceForEach() {
        cluster.bounds =
                new QueryBounds(1000, 8, 16 * 1024, Duration.ofSeconds(5), new QueryBounds.Staleness(false, 0));
        String key = "key" + "\u0001".repeat(3_000);
        List<StoreQuery.Place> places = List.of(
                new StoreQuery.Place(Scope.ANY, Set.of(0, 1, 2, 3), null),
                new StoreQuery.Place(Scope.LOCAL, Set.of(), null));
        for (int partition = 0; partition < 4; partition++) {
            cluster.putInto(partition, key, partition);
        }

        for (StoreQuery.Place place : places) {
            StoreQuery query = QueryCluster.query(new StoreQuery.Keys(key, null, null, null, null), place);
            int refused = 0;
            String cursor = null;
            do {
                try {
                    StorePage page = cluster.instances.get(0).answer(query.part(10, cursor));
                    assertThat(page.rows()).isEmpty();
                    cursor = page.next();
                } catch (StateQueryException e) {
                    assertThat(e.reason()).isEqualTo("entry-too-large");
                    refused++;
                    cursor = e.next();
                }
            } while (cursor != null && refused <= 4);

            assertThat(refused).isEqualTo(place.partitions().isEmpty() ? 2 : 4);
        }
    }

    @Test
    void pagesOfOneKeyGoOnBehindThePartitionOfTheCursor() {
        for (int partition = 0; partition < 4; partition++) {
            cluster.putInto(partition, "mill", partition);
        }
        StoreQuery query = QueryCluster.query(
                new StoreQuery.Keys("mill", null, null, null, null), new StoreQuery.Place(Scope.LOCAL, Set.of(), null));

        StorePage first = cluster.instances.get(0).answer(query.part(1, null));
        StorePage second = cluster.instances.get(0).answer(query.part(1, first.next()));

        assertThat(first.rows()).extracting(row -> row.entry().value()).containsExactly(0L);
        assertThat(second.rows()).extracting(row -> row.entry().value()).containsExactly(2L);
        assertThat(second.next()).isNull();
    }

    @Test
    void partitionsThatNobodyAnswersForAreToldBeforeAnEntryIsRefused() {
        cluster.bounds =
                new QueryBounds(1000, 8, 16 * 1024, Duration.ofSeconds(5), new QueryBounds.Staleness(false, 0));
        cluster.instances.get(1).down = true;
        cluster.putInto(2, "key" + "\u0001".repeat(3_000), 1);
        cluster.putInto(2, "last", 2);

        StorePage first = cluster.instances.get(0).answer(scan());
        StateQueryException refusal = catchThrowableOfType(
                StateQueryException.class, () -> cluster.instances.get(0).answer(scan().part(100, first.next())));
        StorePage last = cluster.instances.get(0).answer(scan().part(100, refusal.next()));

        assertThat(first.missing()).containsExactly(1);
        assertThat(first.rows()).isEmpty();
        assertThat(refusal.reason()).isEqualTo("entry-too-large");
        assertThat(last.rows()).extracting(row -> row.entry().key()).containsExactly("last");
        assertThat(last.missing()).containsExactly(3);
    }

    @Test
    void largeEntryOfACopyElsewhereIsRefusedAndTheScanGoesOnAfterIt() {
        cluster.bounds =
                new QueryBounds(1000, 8, 16 * 1024, Duration.ofSeconds(5), new QueryBounds.Staleness(true, 10));
        QueryCluster.Instance owner = cluster.ownerOf(1);
        QueryCluster.Instance follower = cluster.join();
        cluster.putInto(1, "key" + "\u0001".repeat(3_000), 1);
        cluster.putInto(1, "last", 2);
        follower.standby.put(1, owner.active.get(1));
        follower.lags.put(1, 0L);
        cluster.toldStandbys.put(1, Set.of(follower.host));
        owner.down = true;
        StoreQuery query = QueryCluster.query(
                new StoreQuery.Keys(null, null, null, null, null), new StoreQuery.Place(Scope.ANY, Set.of(1), null));

        StateQueryException refusal = catchThrowableOfType(
                StateQueryException.class, () -> cluster.instances.get(0).answer(query));
        StorePage last = cluster.instances.get(0).answer(query.part(100, refusal.next()));

        assertThat(refusal.reason()).isEqualTo("entry-too-large");
        assertThat(last.rows()).extracting(row -> row.entry().key()).containsExactly("last");
        assertThat(last.missing()).isEmpty();
    }

    @Test
    void entryWithALongKeyIsRefusedForItsCursorWhereAPageCanFollowAndElseNot() {
        int body = 16 * 1024;
        cluster.bounds = new QueryBounds(1000, 8, body, Duration.ofSeconds(5), new QueryBounds.Staleness(false, 0));
        String key = "k".repeat(8_000);
        cluster.put(key, 1);

        for (QueryCluster.Instance asked : cluster.instances) {
            StorePage page = asked.answer(QueryCluster.point(key));

            assertThat(page.rows()).hasSize(1);
            assertThat(json(page)).hasSizeLessThanOrEqualTo(body);
            long bytes = EntrySize.of(page.rows()) + EntrySize.ofCursor(key);
            assertThatExceptionOfType(StateQueryException.class)
                    .isThrownBy(() -> asked.answer(scan()))
                    .withMessageContaining("takes " + bytes + " bytes")
                    .withMessageContaining("leaves room for " + EntrySize.share(body));
        }
    }

    @Test
    void pageThatEndsWithAKeyTooLongForACursorIsRefusedAndALargerOneIsNot() {
        String longKey = "a" + "k".repeat(20_000);
        String second = "b";
        while (cluster.partitionOf(second) != cluster.partitionOf(longKey)) {
            second += "b";
        }
        cluster.put(longKey, 1);
        cluster.put(second, 2);

        for (QueryCluster.Instance asked : cluster.instances) {
            assertThatExceptionOfType(StateQueryException.class)
                    .isThrownBy(() -> asked.answer(scan().part(1, null)))
                    .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo("cursor-too-long"));
            assertThat(asked.answer(scan().part(2, null)).rows()).hasSize(2);
        }
    }

    private static StoreQuery scan() {
        return QueryCluster.query(
                new StoreQuery.Keys(null, null, null, null, null), new StoreQuery.Place(Scope.ANY, Set.of(), null));
    }
}
