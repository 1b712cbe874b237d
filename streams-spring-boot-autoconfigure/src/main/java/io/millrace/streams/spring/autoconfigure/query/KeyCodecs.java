package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.spring.StoreKeyConverter;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.ReadOnlySessionStore;
import io.millrace.streams.state.ReadOnlyWindowStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows how the keys of each store are read: by the application's converter if it has one, else as the keys are that the store
 * holds. Safe for use by any thread.
 */
public final class KeyCodecs {

    private final JsonTrees json;
    private final List<StoreKeyConverter<Object>> converters;
    private final Map<StoreId, Class<?>> keyClasses = new ConcurrentHashMap<>();

    /** A store. */
    record StoreId(String topology, String store) {}

    /**
     * @param json shows values, and keys that are not of a listed type
     * @param converters converters of the application, in order
     */
    @SuppressWarnings("unchecked") // A converter is given only what it made, or what the store it is for holds.
    public KeyCodecs(JsonTrees json, List<StoreKeyConverter<?>> converters) {
        this.json = json;
        this.converters = converters.stream()
                .map(converter -> (StoreKeyConverter<Object>) converter)
                .toList();
    }

    JsonTrees json() {
        return json;
    }

    /** How to read the keys of a store; empty while no key of it was seen. */
    Optional<KeyCodec> of(StoreId store, Collection<LocalPartition> partitions) {
        Optional<KeyCodec> converted = converted(store);
        if (converted.isPresent()) {
            return converted;
        }
        Class<?> known = keyClasses.get(store);
        if (known == null) {
            for (LocalPartition partition : partitions) {
                known = firstKeyClass(partition.store());
                if (known != null) {
                    keyClasses.put(store, known);
                    break;
                }
            }
        }
        return known == null ? Optional.empty() : Optional.of(new KeyCodec.OfClass(known, json));
    }

    private Optional<KeyCodec> converted(StoreId store) {
        return converters.stream()
                .filter(candidate -> candidate.supports(store.topology(), store.store()))
                .findFirst()
                .map(KeyCodec.Converted::new);
    }

    /** How to read the keys of a store that cannot be looked through, so that whoever asks has to say what they are. */
    KeyCodec named(StoreId store, @Nullable String keyType) {
        return converted(store)
                .orElseGet(() -> KeyType.labelled(keyType == null ? KeyType.STRING.label() : keyType)
                        .<KeyCodec>map(listed -> new KeyCodec.OfClass(listed.type(), json))
                        .orElseThrow(() -> Refusals.badParameters(
                                "The keys of this store can be read as string, long, int, double, uuid or bytes.")));
    }

    /** How to read the keys of a store of which the application says what they are. */
    KeyCodec declared(StoreId store, Class<?> keyClass) {
        return converted(store).orElseGet(() -> new KeyCodec.OfClass(keyClass, json));
    }

    private static @Nullable Class<?> firstKeyClass(StateStore store) {
        try (KeyValueIterator<?, ?> all = all(store)) {
            return all == null || !all.hasNext()
                    ? null
                    : plain(all.peekNextKey()).getClass();
        }
    }

    /** All entries of a store, null if it is of a kind that cannot be read. */
    static @Nullable KeyValueIterator<?, ?> all(StateStore store) {
        if (store instanceof ReadOnlyWindowStore<?, ?> windows) {
            return windows.all();
        }
        if (store instanceof ReadOnlySessionStore<?, ?> sessions) {
            return sessions.fetch(null, null);
        }
        return store instanceof ReadOnlyKeyValueStore<?, ?> keyValues ? keyValues.all() : null;
    }

    /** A key without its window. */
    static Object plain(Object key) {
        return key instanceof Windowed<?> windowed ? windowed.key() : key;
    }
}
