package io.millrace.streams.engine.state.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.KeyValue;
import io.millrace.streams.engine.state.ChangeSource;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class KeyValueViewTests {

    private final TestTask task = new TestTask();

    private static StoreBuilder<KeyValueStore<String, String>> plain(KeyValueBytesStoreSupplier supplier) {
        return ViewBuilders.keyValue(supplier, Serdes.String(), Serdes.String());
    }

    private static StoreBuilder<TimestampedKeyValueStore<String, String>> timestamped(
            KeyValueBytesStoreSupplier supplier) {
        return ViewBuilders.timestampedKeyValue(supplier, Serdes.String(), Serdes.String());
    }

    private KeyValueStore<String, String> opened() {
        KeyValueStore<String, String> store =
                plain(Suppliers.IN_MEMORY.keyValue("store")).build();
        store.init(task, store);
        return store;
    }

    private static <K, V> List<String> drained(KeyValueIterator<K, V> iterator) {
        List<String> entries = new ArrayList<>();
        try (iterator) {
            iterator.forEachRemaining(entry -> entries.add(entry.key + "=" + entry.value));
        }
        return entries;
    }

    @Test
    void theChangelogHoldsValuesWithoutTimestampAndRecordsWithIt() {
        TimestampedKeyValueStore<String, String> store =
                timestamped(Suppliers.IN_MEMORY.timestampedKeyValue("store")).build();
        store.init(task, store);
        task.origins.at(0, 1_000);
        store.put("k", ValueAndTimestamp.make("v", 777));
        task.commit();
        task.origins.at(1, 2_000);
        store.delete("k");
        task.commit();

        // As Kafka Streams 4.3.1 writes them.
        assertThat(task.published()).containsExactly("6b=76@777", "6b=null@2000");
    }

    @Test
    void valuesThatNobodyCanChangeStayObjectsAcrossCommits() {
        KeyValueStore<String, String> store = opened();
        String value = new String(new char[] {'v'});
        store.put("k", value);
        assertThat(store.get("k")).isSameAs(value);
        task.commit();
        assertThat(store.get("k")).isSameAs(value);
        assertThat(drained(store.all())).containsExactly("k=v");
    }

    @Test
    void anArrayIsNotHeldAsItIs() {
        KeyValueStore<byte[], UUID> store = ViewBuilders.keyValue(
                        Suppliers.IN_MEMORY.keyValue("store"), Serdes.ByteArray(), Serdes.UUID())
                .build();
        store.init(task, store);
        UUID value = new UUID(1, 2);
        store.put(new byte[] {7}, value);

        assertThat(store.get(new byte[] {7})).isEqualTo(value);
    }

    @Test
    void anEncodingThatLosesCharactersIsAskedForTheKeyInItsBytes() {
        Serde<String> ascii = new Serdes.StringSerde();
        ascii.configure(Map.of("serializer.encoding", "US-ASCII", "deserializer.encoding", "US-ASCII"), true);
        KeyValueStore<String, String> store = ViewBuilders.keyValue(
                        Suppliers.IN_MEMORY.keyValue("store"), ascii, Serdes.String())
                .build();
        store.init(task, store);
        store.put("\u00e9", "v");

        assertThat(store.get("?")).isEqualTo("v");
    }

    @Test
    void aKeyOfAnotherTypeIsRefusedWhenItIsWritten() {
        KeyValueStore<Object, String> store = wronglyTyped();

        assertThatThrownBy(() -> store.put(5L, "v"))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("store 'store' cannot serialize a java.lang.Long");
    }

    @SuppressWarnings("unchecked")
    private KeyValueStore<Object, String> wronglyTyped() {
        return (KeyValueStore<Object, String>) (KeyValueStore<?, String>) opened();
    }

    @Test
    void aPlainStoreLogsWithTheTimestampOfTheRecordInHand() {
        KeyValueStore<String, String> store = opened();
        task.origins.at(0, 1_000);
        store.put("k", "v");
        task.commit();

        assertThat(task.published()).containsExactly("6b=76@1000");
    }

    @Test
    void restoreBringsValuesAndTimestampsBack() {
        TimestampedKeyValueStore<String, String> store =
                timestamped(Suppliers.IN_MEMORY.timestampedKeyValue("store")).build();
        store.init(task, store);
        store.put("k", ValueAndTimestamp.make("v", 777));
        task.commit();
        TestTask replacement = task.replacement();
        TimestampedKeyValueStore<String, String> restored =
                timestamped(Suppliers.IN_MEMORY.timestampedKeyValue("store")).build();
        restored.init(replacement, restored);

        replacement.restore();

        assertThat(restored.get("k")).isEqualTo(ValueAndTimestamp.make("v", 777));
    }

    @Test
    void changesAreToldAtDrainWhenCachingIsOn() {
        TimestampedKeyValueStore<String, String> store = timestamped(Suppliers.IN_MEMORY.timestampedKeyValue("store"))
                .withCachingEnabled()
                .build();
        store.init(task, store);
        @SuppressWarnings("unchecked")
        ChangeSource<String, String> source = (ChangeSource<String, String>) store;
        List<String> told = new ArrayList<>();
        source.onDrain((key, newValue, oldValue, timestampMs) ->
                told.add(key + " " + oldValue + "->" + newValue + "@" + timestampMs));
        store.put("k", ValueAndTimestamp.make("a", 1));
        store.put("k", ValueAndTimestamp.make("b", 2));
        task.commit();
        task.origins.at(7, 70);
        store.delete("k");

        task.commit();

        assertThat(source.emitsAtDrain()).isTrue();
        assertThat(told).containsExactly("k null->b@2", "k b->null@70");
    }

    @Test
    void readsAndWritesAsAMapWould() {
        KeyValueStore<String, String> store = opened();
        store.putAll(List.of(KeyValue.pair("a", "1"), KeyValue.pair("ab", "2"), KeyValue.pair("b", "3")));
        task.commit();

        assertThat(store.putIfAbsent("a", "x")).isEqualTo("1");
        assertThat(store.putIfAbsent("c", "4")).isNull();
        assertThat(store.delete("b")).isEqualTo("3");
        assertThat(store.delete("b")).isNull();
        assertThat(drained(store.all())).containsExactly("a=1", "ab=2", "c=4");
        assertThat(drained(store.reverseAll())).containsExactly("c=4", "ab=2", "a=1");
        assertThat(drained(store.range("ab", null))).containsExactly("ab=2", "c=4");
        assertThat(drained(store.reverseRange(null, "ab"))).containsExactly("ab=2", "a=1");
        assertThat(drained(store.range("z", "a"))).isEmpty();
        assertThat(drained(store.prefixScan("a", Serdes.String().serializer()))).containsExactly("a=1", "ab=2");
    }

    @Test
    void nullKeysAreRefused() {
        KeyValueStore<String, String> store = opened();

        assertThatThrownBy(() -> store.put(null, "v")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> store.get(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> store.putAll(List.of(KeyValue.pair("a", "1"), new KeyValue<>(null, "2"))))
                .isInstanceOf(NullPointerException.class);
        assertThat(store.get("a")).isNull();
    }

    @Test
    void theWrongSerdeIsNamedWithTheRemedy() {
        KeyValueStore<Object, Object> store = ViewBuilders.<Object, Object>keyValue(
                        Suppliers.IN_MEMORY.keyValue("store"), null, null)
                .build();
        store.init(task, store);

        assertThatThrownBy(() -> store.put("k", 5L))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("'store'")
                .hasMessageContaining("java.lang.Long")
                .hasMessageContaining("default.value.serde");
    }

    @Test
    void aStoreThatIsNotOpenSaysWhatToDo() {
        KeyValueStore<String, String> store =
                plain(Suppliers.IN_MEMORY.keyValue("store")).build();
        assertThat(store.isOpen()).isFalse();
        assertThatThrownBy(() -> store.get("a"))
                .isInstanceOf(InvalidStateStoreException.class)
                .hasMessageContaining("'store'");
        store.init(task, store);
        KeyValueIterator<String, String> iterator = store.all();

        task.taskState().close();

        assertThat(store.isOpen()).isFalse();
        assertThatThrownBy(iterator::hasNext).isInstanceOf(InvalidStateStoreException.class);
    }

    @Test
    void anyOtherContextGetsAStoreOfItsOwn() {
        TestContext context = new TestContext();
        KeyValueStore<String, String> store =
                plain(Suppliers.PERSISTENT.keyValue("store")).build();
        store.init(context, store);

        store.put("a", "1");
        context.restoreCallbacks.get("store").restore("b".getBytes(UTF_8), "2".getBytes(UTF_8));

        assertThat(drained(store.all())).containsExactly("a=1", "b=2");
        store.close();
        assertThat(store.isOpen()).isFalse();
    }

    @Test
    void aStoreTheUserMadeInMemoryIsGivenTimestampsAndLogged() {
        UserStore users = new UserStore();
        StoreBuilder<TimestampedKeyValueStore<String, String>> builder = timestamped(users);
        TimestampedKeyValueStore<String, String> store = builder.build();
        store.init(task, store);
        store.put("k", ValueAndTimestamp.make("v", 777));
        task.commit();

        assertThat(users.made.get(0).get(Bytes.wrap("k".getBytes(UTF_8)))).containsExactly(0, 0, 0, 0, 0, 0, 3, 9, 'v');
        assertThat(task.published()).containsExactly("6b=76@777");
        TestTask replacement = task.replacement();
        TimestampedKeyValueStore<String, String> restored = builder.build();
        restored.init(replacement, restored);
        replacement.restore();
        assertThat(restored.get("k")).isEqualTo(ValueAndTimestamp.make("v", 777));
    }

    @Test
    void aUsersWrapperAroundAStoreOfOursIsLoggedOnce() {
        KeyValueBytesStoreSupplier ours = Suppliers.IN_MEMORY.keyValue("store");
        KeyValueStore<String, String> store = plain(new KeyValueBytesStoreSupplier() {
                    @Override
                    public String name() {
                        return ours.name();
                    }

                    @Override
                    public KeyValueStore<Bytes, byte[]> get() {
                        return ours.get();
                    }

                    @Override
                    public String metricsScope() {
                        return "wrapped";
                    }
                })
                .build();
        store.init(task, store);

        store.put("k", "v");
        task.commit();

        assertThat(task.published()).containsExactly("6b=76@0");
        assertThat(store.get("k")).isEqualTo("v");
    }
}
