package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.millrace.streams.spring.StateEntry;
import io.millrace.streams.spring.StatePage;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateRef;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.StoreKeyConverter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TypedQueriesTests {

    private static final int KEYS = 100;
    private static final StateRef<String, Long> COUNTS =
            StateRef.of(QueryCluster.TOPOLOGY, QueryCluster.STORE, String.class, Long.class);

    private final QueryCluster cluster = new QueryCluster(4);

    @BeforeEach
    void fill() {
        cluster.join();
        cluster.join();
        cluster.assign();
        for (int i = 0; i < KEYS; i++) {
            cluster.put("key-" + i, i);
        }
    }

    private TypedQueries queries(int instance) {
        return new TypedQueries(cluster.instances.get(instance).queries(), cluster.codecs);
    }

    @Test
    void valuesAreTheSameFromHereAndFromElsewhere() {
        for (int instance = 0; instance < 2; instance++) {
            TypedQueries queries = queries(instance);
            for (int i = 0; i < KEYS; i++) {
                StateEntry<String, Long> entry = queries.get(COUNTS, "key-" + i).orElseThrow();

                assertThat(entry.key()).isEqualTo("key-" + i);
                assertThat(entry.value()).isEqualTo(i);
                assertThat(entry.source().partitions()).containsExactly(cluster.partitionOf("key-" + i));
            }
            assertThat(queries.get(COUNTS, "nobody")).isEmpty();
        }
    }

    @Test
    void pagesOfARangeGoOverAllInstances() {
        TypedQueries queries = queries(0);
        List<String> keys = new ArrayList<>();
        StateRef.Range<String> range = new StateRef.Range<>("key-1", "key-5", 6, null);
        while (range != null) {
            StatePage<String, Long> page = queries.range(COUNTS, range);
            assertThat(page.partial()).isFalse();
            page.entries().forEach(entry -> keys.add(entry.key()));
            range = page.next() == null ? null : range.after(page.next());
        }

        assertThat(keys)
                .hasSize(45)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.compareTo("key-1") >= 0 && key.compareTo("key-5") <= 0);
    }

    @Test
    void pagesOfAPrefixGoOverAllInstances() {
        List<String> keys = new ArrayList<>();
        StateRef.Prefix<String> prefix = StateRef.Prefix.of("key-1", 4);
        while (prefix != null) {
            StatePage<String, Long> page = queries(0).prefix(COUNTS, prefix);
            assertThat(page.partial()).isFalse();
            page.entries().forEach(entry -> keys.add(entry.key()));
            prefix = page.next() == null ? null : prefix.after(page.next());
        }

        assertThat(keys).hasSize(11).doesNotHaveDuplicates().allMatch(key -> key.startsWith("key-1"));
        assertThat(queries(0).prefix(COUNTS, StateRef.Prefix.of("nobody", 4)).entries())
                .isEmpty();
        assertThat(queries(0)
                        .prefix(COUNTS.local(), StateRef.Prefix.of("key-1", 100))
                        .missing())
                .containsExactly(1, 3);
    }

    @Test
    void localStoreIsAskedHereOnly() {
        StatePage<String, Long> page = queries(0).range(COUNTS.local(), StateRef.Range.all(1000));

        assertThat(page.missing()).containsExactly(1, 3);
        assertThat(cluster.instances.get(1).asked.get()).isZero();
    }

    @Test
    void keyIsLocatedWithoutAskingAnybody() {
        for (int i = 0; i < KEYS; i++) {
            String key = "key-" + i;
            int partition = cluster.partitionOf(key);

            assertThat(queries(0).locate(COUNTS, key)).hasValueSatisfying(location -> {
                assertThat(location.partition()).isEqualTo(partition);
                assertThat(location.local()).isEqualTo(partition % 2 == 0);
                assertThat(location.active()).isEqualTo("host-" + partition % 2 + ":8080");
            });
        }
        assertThat(cluster.instances.get(1).asked.get()).isZero();
    }

    @Test
    void otherTypeThanTheStoreHoldsIsRefused() {
        StateRef<Long, Long> wrong = StateRef.of(QueryCluster.TOPOLOGY, QueryCluster.STORE, Long.class, Long.class);

        assertThatExceptionOfType(StateQueryException.class)
                .isThrownBy(() -> queries(0).get(wrong, 1L))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo("key-type-mismatch"));
    }

    @Test
    void keyValueStoreHasNoTimes() {
        assertThatExceptionOfType(StateQueryException.class)
                .isThrownBy(() -> queries(0).fetch(COUNTS, "key-1", Instant.EPOCH, null))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo("bad-parameters"));
    }

    @Test
    void converterOfTheApplicationReadsKeys() {
        cluster.codecs = new KeyCodecs(new PlainTexts(), List.of(new Shouted()));

        assertThat(cluster.instances.get(0).answer(QueryCluster.point("KEY-7")).rows())
                .extracting(row -> row.entry().key())
                .containsExactly("KEY-7");
        assertThatExceptionOfType(StateQueryException.class)
                .isThrownBy(() -> cluster.instances.get(0).answer(QueryCluster.point("key-7")))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo("undecodable-key"));
    }

    @Test
    void keysThatJsonWritesAsTextAreReadFromElsewhere() {
        KeyCodecs codecs = new KeyCodecs(new JacksonTrees(JsonMapper.builder().build()), List.of());
        StateSource elsewhere = new StateSource("host-1:8080", false, StateSource.ACTIVE, List.of(0), 0, null);
        StoreQueries answers = mock(StoreQueries.class);
        StateRef<Weekday, Long> byDay =
                StateRef.of(QueryCluster.TOPOLOGY, QueryCluster.STORE, Weekday.class, Long.class);
        StateRef<LocalDate, Long> byDate =
                StateRef.of(QueryCluster.TOPOLOGY, QueryCluster.STORE, LocalDate.class, Long.class);
        TypedQueries queries = new TypedQueries(answers, codecs);

        for (String key : List.of("FRIDAY", "2001-02-03")) {
            StorePage.Row row = new StorePage.Row(new StorePage.Entry(key, 7, null, null, null), null, elsewhere);
            StorePage page = new StorePage("key-value", List.of(row), elsewhere, List.of(), 1, null);
            when(answers.answer(argThat(asked -> asked != null
                            && ("\"" + key + "\"").equals(asked.keys().key()))))
                    .thenReturn(page);
        }

        assertThat(queries.get(byDay, Weekday.FRIDAY).orElseThrow().key()).isEqualTo(Weekday.FRIDAY);
        assertThat(queries.get(byDate, LocalDate.of(2001, 2, 3)).orElseThrow().key())
                .isEqualTo(LocalDate.of(2001, 2, 3));
    }

    private enum Weekday {
        FRIDAY
    }

    /** Keys are in lower case, and spoken of in upper case. */
    private static final class Shouted implements StoreKeyConverter<String> {

        @Override
        public boolean supports(String topology, String store) {
            return store.equals(QueryCluster.STORE);
        }

        @Override
        public String parse(String text) {
            if (!text.equals(text.toUpperCase(Locale.ROOT))) {
                throw new IllegalStateException("Speak up");
            }
            return text.toLowerCase(Locale.ROOT);
        }

        @Override
        public String format(String key) {
            return key.toUpperCase(Locale.ROOT);
        }
    }
}
