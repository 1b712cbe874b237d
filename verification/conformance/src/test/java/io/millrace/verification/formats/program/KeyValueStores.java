package io.millrace.verification.formats.program;

import io.millrace.streams.KeyValue;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.verification.formats.Inputs;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A processor over each kind of key-value store, versioned ones among them. */
final class KeyValueStores implements Program {

    private static final Serde<String> TEXT = Serdes.String();
    private static final int LRU_SIZE = 3;
    private static final Duration HISTORY = Inputs.RETENTION;

    @Override
    public void define(Definition definition) {
        List<StoreUse<?>> uses = List.of(
                plain(Stores.persistentKeyValueStore("plain-disk")),
                plain(Stores.persistentKeyValueStore("plain-cached")).cached(),
                plain(Stores.inMemoryKeyValueStore("plain-memory")),
                plain(Stores.lruMap("plain-lru", LRU_SIZE)),
                timestamped(Stores.persistentTimestampedKeyValueStore("timestamped-disk")),
                timestamped(Stores.persistentTimestampedKeyValueStore("timestamped-cached"))
                        .cached(),
                timestamped(Stores.persistentKeyValueStore("timestamped-over-plain")),
                timestamped(Stores.inMemoryKeyValueStore("timestamped-memory")),
                withHeaders(Stores.persistentTimestampedKeyValueStoreWithHeaders("headers-disk")),
                withHeaders(Stores.persistentTimestampedKeyValueStoreWithHeaders("headers-cached"))
                        .cached(),
                withHeaders(Stores.inMemoryKeyValueStore("headers-memory")),
                versioned("versioned-disk"));
        definition.send("saw", definition.stream().process(new StoreWriter.Supplier(uses)));
        for (StoreUse<?> use : uses) {
            String name = use.name();
            definition.read(
                    name,
                    name.startsWith("plain")
                            ? Readings.plain(name)
                            : name.startsWith("timestamped")
                                    ? Readings.timestamped(name)
                                    : name.startsWith("headers") ? Readings.headers(name) : Readings.versions(name));
        }
    }

    private static StoreUse<KeyValueStore<String, String>> plain(KeyValueBytesStoreSupplier supplier) {
        return new StoreUse<>(Stores.keyValueStoreBuilder(supplier, TEXT, TEXT), (store, record) -> {
            String before = Text.of(store.get(record.key()));
            return before + " " + write(store, record, record.value());
        });
    }

    private static StoreUse<TimestampedKeyValueStore<String, String>> timestamped(KeyValueBytesStoreSupplier supplier) {
        return new StoreUse<>(Stores.timestampedKeyValueStoreBuilder(supplier, TEXT, TEXT), (store, record) -> {
            String before = Text.of(store.get(record.key()));
            return before + " " + write(store, record, ValueAndTimestamp.make(record.value(), record.timestamp()));
        });
    }

    private static StoreUse<TimestampedKeyValueStoreWithHeaders<String, String>> withHeaders(
            KeyValueBytesStoreSupplier supplier) {
        return new StoreUse<>(
                Stores.timestampedKeyValueStoreWithHeadersBuilder(supplier, TEXT, TEXT), (store, record) -> {
                    String before = Text.of(store.get(record.key()));
                    return before + " "
                            + write(
                                    store,
                                    record,
                                    ValueTimestampHeaders.make(record.value(), record.timestamp(), record.headers()));
                });
    }

    private static <V> String write(KeyValueStore<String, V> store, Record<String, String> record, V value) {
        String key = record.key();
        if (Inputs.isDeletion(record.value())) {
            if (Inputs.number(record.value()) % 2 == 0) {
                return "deleted " + Text.of(store.delete(key));
            }
            store.put(key, null);
            return "put null";
        }
        switch (Inputs.number(record.value()) % 4) {
            case 0 -> {
                return "kept " + Text.of(store.putIfAbsent(key, value));
            }
            case 1 -> store.putAll(List.of(KeyValue.pair(key, value)));
            default -> store.put(key, value);
        }
        return "put";
    }

    private static StoreUse<VersionedKeyValueStore<String, String>> versioned(String name) {
        return new StoreUse<>(
                Stores.versionedKeyValueStoreBuilder(
                        Stores.persistentVersionedKeyValueStore(name, HISTORY), TEXT, TEXT),
                (store, record) -> {
                    String key = record.key();
                    String before = Text.of(store.get(key)) + " "
                            + Text.of(store.get(key, record.timestamp() - Inputs.SHORT.toMillis()));
                    if (Inputs.isDeletion(record.value()) && Inputs.number(record.value()) % 2 == 0) {
                        return before + " deleted " + Text.of(store.delete(key, record.timestamp()));
                    }
                    String value = Inputs.isDeletion(record.value()) ? null : record.value();
                    return before + " until " + store.put(key, value, record.timestamp());
                });
    }
}
