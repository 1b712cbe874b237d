package io.millrace.streams.engine.state.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.WindowStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** Values of types that the user declares to be immutable are held as objects, all others as bytes. */
class DeclaredTypesTests {

    private final TestTask task = new TestTask();
    private int serialised;
    private int deserialised;

    /** A sum, once as a value that nobody can change, and once as one that everybody can. */
    private record Sum(long total) {}

    private static final class Total {

        private long total;

        private Total(long total) {
            this.total = total;
        }
    }

    private Serde<Sum> sums() {
        return Serdes.serdeFrom(
                (topic, sum) -> bytes(sum.total), (topic, bytes) -> bytes == null ? null : new Sum(number(bytes)));
    }

    private Serde<Total> totals() {
        return Serdes.serdeFrom(
                (topic, sum) -> bytes(sum.total), (topic, bytes) -> bytes == null ? null : new Total(number(bytes)));
    }

    private byte[] bytes(long number) {
        serialised++;
        return Long.toString(number).getBytes(StandardCharsets.UTF_8);
    }

    private long number(byte[] bytes) {
        deserialised++;
        return Long.parseLong(new String(bytes, StandardCharsets.UTF_8));
    }

    private <V> TimestampedKeyValueStore<String, V> opened(Serde<V> serde) {
        TimestampedKeyValueStore<String, V> store = ViewBuilders.timestampedKeyValue(
                        Suppliers.PERSISTENT.timestampedKeyValue("store"), Serdes.String(), serde)
                .build();
        store.init(task, store);
        return store;
    }

    private static void declare(TestTask task, Object types) {
        task.configs = Map.of(StreamsConfig.STATE_IMMUTABLE_TYPES_CONFIG, types);
    }

    @Test
    void aDeclaredTypeIsSerialisedOnceACommit() {
        declare(task, List.of(Sum.class.getName()));
        TimestampedKeyValueStore<String, Sum> store = opened(sums());
        store.put("a", ValueAndTimestamp.make(new Sum(0), 0));
        serialised = 0;

        for (int commit = 1; commit <= 3; commit++) {
            for (int i = 0; i < 100; i++) {
                long before = store.get("a").value().total();
                store.put("a", ValueAndTimestamp.make(new Sum(before + 1), i));
            }
            assertThat(serialised).isEqualTo(commit - 1);
            task.commit();
            assertThat(serialised).isEqualTo(commit);
        }

        assertThat(deserialised).isZero();
        assertThat(store.get("a").value()).isEqualTo(new Sum(300));
        assertThat(task.published()).last().asString().startsWith("61=333030@");
    }

    @Test
    void whatWasReadFromTheBackendIsHeldAsAnObjectToo() {
        declare(task, Sum.class.getName() + ", " + String.class.getName());
        opened(sums()).put("a", ValueAndTimestamp.make(new Sum(7), 0));
        task.commit();
        TestTask restarted = task.restarted();
        declare(restarted, List.of(Sum.class));
        TimestampedKeyValueStore<String, Sum> store = ViewBuilders.timestampedKeyValue(
                        Suppliers.PERSISTENT.timestampedKeyValue("store"), Serdes.String(), sums())
                .build();
        store.init(restarted, store);
        store.put("b", ValueAndTimestamp.make(new Sum(1), 0));

        for (int i = 0; i < 10; i++) {
            assertThat(store.get("a").value()).isEqualTo(new Sum(7));
        }

        assertThat(deserialised).isOne();
    }

    @Test
    void aValueOfAnotherTypeMayBeChangedAfterItWasPut() {
        declare(task, List.of(Sum.class.getName()));
        TimestampedKeyValueStore<String, Total> store = opened(totals());
        Total total = new Total(1);
        store.put("a", ValueAndTimestamp.make(total, 0));

        total.total = 99;

        assertThat(store.get("a").value().total).isOne();
        store.get("a").value().total = 99;
        assertThat(store.get("a").value().total).isOne();
        task.commit();
        assertThat(task.published()).containsExactly("61=31@0");
        store.get("a").value().total = 99;
        assertThat(store.get("a").value().total).isOne();
    }

    @Test
    void nothingIsDeclaredByDefault() {
        KeyValueStore<String, Sum> store = ViewBuilders.keyValue(
                        Suppliers.PERSISTENT.keyValue("store"), Serdes.String(), sums())
                .build();
        store.init(task, store);

        store.put("a", new Sum(1));
        store.put("a", new Sum(2));

        assertThat(serialised).isEqualTo(2);
    }

    @Test
    void windowsHoldDeclaredTypesAsWell() {
        declare(task, List.of(Sum.class.getName()));
        WindowStore<String, Sum> store = ViewBuilders.window(
                        Suppliers.PERSISTENT.window("store", Duration.ofMinutes(5), Duration.ofMinutes(1), false),
                        Serdes.String(),
                        sums())
                .build();
        store.init(task, store);
        for (int i = 0; i < 10; i++) {
            store.put("a", new Sum(i), 60_000);
        }
        assertThat(serialised).as("to learn the size").isOne();
        assertThat(store.fetch("a", 60_000)).isEqualTo(new Sum(9));
        try (var windows = store.fetch("a", 0, 60_000)) {
            assertThat(windows.next().value).isEqualTo(new Sum(9));
        }
    }

    @Test
    void theBudgetCountsWhatIsHeld() {
        declare(task, List.of(Sum.class.getName()));
        TimestampedKeyValueStore<String, Sum> store = opened(sums());
        for (int i = 0; i < 100; i++) {
            store.put("k" + i, ValueAndTimestamp.make(new Sum(1_000_000_000_000L + i), 0));
            store.put("k" + i, ValueAndTimestamp.make(new Sum(i), 0));
        }
        assertThat(task.taskState().uncommittedBytes()).isGreaterThan(100 * 100);
        task.commit();
        assertThat(task.taskState().uncommittedBytes()).isZero();
    }

    @Test
    void aClassThatThereIsNotIsRefused() {
        declare(task, List.of("com.example.Gone"));

        assertThatThrownBy(() -> opened(sums()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("state.immutable.types")
                .hasMessageContaining("com.example.Gone");
    }
}
