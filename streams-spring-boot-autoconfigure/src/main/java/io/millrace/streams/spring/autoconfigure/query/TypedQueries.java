package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateEntry;
import io.millrace.streams.spring.StateLocation;
import io.millrace.streams.spring.StatePage;
import io.millrace.streams.spring.StateQueries;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateRef;
import io.millrace.streams.spring.autoconfigure.query.KeyCodecs.StoreId;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Entry;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Row;
import io.millrace.streams.spring.autoconfigure.query.StorePage.Stored;
import io.millrace.streams.spring.autoconfigure.query.StorePage.WindowSpan;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers queries of the application's own code: as they come from outside, but with types. Safe for use by any thread. */
public final class TypedQueries implements StateQueries {

    private final StoreQueries queries;
    private final KeyCodecs codecs;

    /**
     * @param queries answers them
     * @param codecs reads and shows keys and values
     */
    public TypedQueries(StoreQueries queries, KeyCodecs codecs) {
        this.queries = queries;
        this.codecs = codecs;
    }

    @Override
    public <K, V> Optional<StateEntry<K, V>> get(StateRef<K, V> store, K key) {
        try {
            StorePage page = queries.answer(query(store, point(store, key), new StoreQuery.Times(null, null)));
            List<StateEntry<K, V>> entries =
                    page.rows().stream().map(row -> entry(store, row)).toList();
            return entries.stream().findFirst();
        } catch (StateQueryException e) {
            return ifUnknown(e, Optional.empty());
        }
    }

    @Override
    public <K, V> StatePage<K, V> fetch(StateRef<K, V> store, K key, StateRef.Windows windows) {
        StoreQuery.Times times = new StoreQuery.Times(text(windows.from()), text(windows.to()));
        StoreQuery query = query(store, point(store, key), times).part(windows.limit(), windows.cursor());
        return page(store, queries.find(query));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    @Override
    public <K, V> StatePage<K, V> range(StateRef<K, V> store, StateRef.Range<K> range) {
        StoreQuery.Keys keys =
                new StoreQuery.Keys(null, null, text(store, range.from()), text(store, range.to()), null);
        return scan(store, keys, range.limit(), range.cursor());
    }

    @Override
    public <K, V> StatePage<K, V> prefix(StateRef<K, V> store, StateRef.Prefix<K> prefix) {
        StoreQuery.Keys keys = new StoreQuery.Keys(null, text(store, prefix.start()), null, null, null);
        return scan(store, keys, prefix.limit(), prefix.cursor());
    }

    private <K, V> StatePage<K, V> scan(
            StateRef<K, V> store, StoreQuery.Keys keys, int limit, @Nullable String cursor) {
        StoreQuery query = query(store, keys, new StoreQuery.Times(null, null)).part(limit, cursor);
        return page(store, queries.find(query));
    }

    @Override
    public <K, V> Optional<StateLocation> locate(StateRef<K, V> store, K key) {
        return queries.locate(query(store, point(store, key), new StoreQuery.Times(null, null)));
    }

    private static <T> T ifUnknown(StateQueryException refusal, T none) {
        if (refusal.reason().equals(Refusals.UNKNOWN_KEY)) {
            return none;
        }
        throw refusal;
    }

    private static StoreQuery query(StateRef<?, ?> store, StoreQuery.Keys keys, StoreQuery.Times times) {
        // Standbys are read if the properties allow it, so what is not excluded is not asked for either.
        Boolean stale = store.stale() ? null : Boolean.FALSE;
        return new StoreQuery(
                store.topology(),
                store.store(),
                keys,
                times,
                new StoreQuery.Place(store.scope(), Set.of(), stale),
                new StoreQuery.Page(null, null));
    }

    private <K> StoreQuery.Keys point(StateRef<K, ?> store, K key) {
        Objects.requireNonNull(key, "key must not be null");
        return new StoreQuery.Keys(text(store, key), null, null, null, label(store));
    }

    private static String label(StateRef<?, ?> store) {
        return KeyType.of(store.keyType()).map(KeyType::label).orElse(KeyType.JSON);
    }

    private @Nullable String text(StateRef<?, ?> store, @Nullable Object key) {
        return key == null ? null : codec(store).text(key);
    }

    private KeyCodec codec(StateRef<?, ?> store) {
        return codecs.declared(new StoreId(store.topology(), store.store()), store.keyType());
    }

    private <K, V> StatePage<K, V> page(StateRef<K, V> store, StorePage page) {
        return new StatePage<>(
                page.rows().stream().map(row -> entry(store, row)).toList(),
                page.source(),
                page.missing(),
                page.next());
    }

    private <K, V> StateEntry<K, V> entry(StateRef<K, V> store, Row row) {
        Entry entry = row.entry();
        WindowSpan span = entry.window();
        return new StateEntry<>(
                key(store, row),
                value(store, row),
                entry.timestamp(),
                span == null ? null : new StateEntry.Span(span.start(), span.end()),
                row.source());
    }

    private <K> K key(StateRef<K, ?> store, Row row) {
        Stored stored = row.stored();
        if (stored != null && store.keyType().isInstance(stored.key())) {
            return store.keyType().cast(stored.key());
        }
        Object shown = row.entry().key();
        KeyCodec codec = codec(store);
        // A key is shown as what its text is, unless it is shown as JSON, which may be text or a number too.
        return codec.isShownAsText()
                ? store.keyType().cast(codec.parse(shown.toString(), null, "key"))
                : codecs.json().object(shown, store.keyType());
    }

    private <V> V value(StateRef<?, V> store, Row row) {
        Stored stored = row.stored();
        if (stored != null && store.valueType().isInstance(stored.value())) {
            return store.valueType().cast(stored.value());
        }
        Entry entry = row.entry();
        if (entry.encoding() != null && store.valueType() == byte[].class) {
            return store.valueType()
                    .cast(Base64.getDecoder().decode(entry.value().toString()));
        }
        return codecs.json().object(entry.value(), store.valueType());
    }
}
