package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateRef.Scope;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Entry;
import io.millrace.streams.spring.autoconfigure.query.StorePage.WindowSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
                    });
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
