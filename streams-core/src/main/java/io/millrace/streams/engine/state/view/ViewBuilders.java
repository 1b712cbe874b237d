package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.Flavour;
import io.millrace.streams.engine.state.StoreSpec.Retention;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.engine.state.UnjoinedStore;
import io.millrace.streams.engine.topology.ExpiringStore.Keeps;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.HeadersBytesStore;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionBytesStoreSupplier;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.SessionStoreWithHeaders;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.TimestampedBytesStore;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.TimestampedWindowStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import io.millrace.streams.state.VersionedBytesStore;
import io.millrace.streams.state.VersionedBytesStoreSupplier;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import io.millrace.streams.state.WindowStore;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Makes the builders of typed stores. A supplier of ours is looked behind: the typed store is then a view right on its column. Any
 * other supplier's store is used as it is, with its changes logged.
 */
public final class ViewBuilders {

    private ViewBuilders() {}

    /** Key-value stores. */
    public static <K, V> StoreBuilder<KeyValueStore<K, V>> keyValue(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        return new ViewBuilder<>(supplier.name(), emitAtDrain -> {
            KeyValueOrigin<K, V> ours = column(
                    supplier,
                    ValueFormat.PLAIN,
                    emitAtDrain,
                    spec -> new KeyValueOrigin.Column<>(spec, keySerde, valueSerde, ValueCodec.Plain::new));
            if (ours != null) {
                return new KeyValueView<>(ours);
            }
            StoreSpec spec = StoreSpec.keyValue(supplier.name(), ValueFormat.PLAIN, Backing.FOREIGN);
            return new KeyValueView<>(
                    new KeyValueOrigin.Foreign<>(supplier.get(), spec, keySerde, valueSerde, ValueCodec.Plain::new));
        });
    }

    /** Stores of changes that are held back: on the heap, as whoever holds them lays them out. */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> heldChanges(String name) {
        StoreSpec spec = StoreSpec.keyValue(name, ValueFormat.HELD_CHANGE, Backing.IN_MEMORY);
        return new ViewBuilder<>(
                name,
                emitAtDrain -> new KeyValueView<>(
                        new KeyValueOrigin.Column<>(spec, Serdes.Bytes(), Serdes.ByteArray(), ValueCodec.Plain::new)));
    }

    /** Key-value stores with timestamps. */
    public static <K, V> StoreBuilder<TimestampedKeyValueStore<K, V>> timestampedKeyValue(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        return new ViewBuilder<>(supplier.name(), emitAtDrain -> {
            Beside supplied = Beside.uncached(supplier);
            KeyValueOrigin<K, ValueAndTimestamp<V>> ours = column(
                    supplier,
                    ValueFormat.TIMESTAMPED,
                    emitAtDrain,
                    spec -> new KeyValueOrigin.Column<>(
                            spec, keySerde, valueSerde, ValueCodec.Timestamped::new, supplied.ofTimestamped()));
            if (ours != null) {
                return new TimestampedKeyValueView<>(ours, supplied.ranged());
            }
            KeyValueStore<Bytes, byte[]> store = supplier.get();
            ValueFormat format = withoutHeaders(store);
            return new TimestampedKeyValueView<>(
                    new KeyValueOrigin.Foreign<>(
                            store,
                            StoreSpec.keyValue(supplier.name(), format, Backing.FOREIGN),
                            keySerde,
                            valueSerde,
                            serdes -> timestampedCodec(serdes, format)),
                    row -> row);
        });
    }

    /** Key-value stores with timestamps and headers. */
    public static <K, V> StoreBuilder<TimestampedKeyValueStoreWithHeaders<K, V>> timestampedKeyValueWithHeaders(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        return new ViewBuilder<>(supplier.name(), emitAtDrain -> {
            Beside supplied = Beside.uncached(supplier);
            KeyValueOrigin<K, ValueTimestampHeaders<V>> ours = column(
                    supplier,
                    ValueFormat.HEADERS,
                    emitAtDrain,
                    spec -> new KeyValueOrigin.Column<>(
                            spec, keySerde, valueSerde, ValueCodec.WithHeaders::new, supplied.ofHeadered()));
            if (ours != null) {
                return new HeadersKeyValueView<>(ours, supplied.ranged());
            }
            KeyValueStore<Bytes, byte[]> store = supplier.get();
            ValueFormat format = formatOf(store);
            return new HeadersKeyValueView<>(
                    new KeyValueOrigin.Foreign<>(
                            store,
                            StoreSpec.keyValue(supplier.name(), format, Backing.FOREIGN),
                            keySerde,
                            valueSerde,
                            serdes -> headersCodec(serdes, format)),
                    row -> row);
        });
    }

    /** A column of ours, if the supplier is; null for a supplier of the user's. */
    private static <K, V, S> @Nullable KeyValueOrigin<K, V> column(
            KeyValueBytesStoreSupplier supplier,
            ValueFormat format,
            boolean emitAtDrain,
            Function<StoreSpec, KeyValueOrigin.Column<K, V, S>> made) {
        if (supplier instanceof KeyValueSupplier ours) {
            return made.apply(withFormat(ours.spec(), format).withEmitAtDrain(emitAtDrain));
        }
        if (supplier instanceof LruSupplier lru) {
            return new KeyValueOrigin.Lru<>(made.apply(withFormat(lru.spec(), format)), lru.maxEntries());
        }
        return null;
    }

    /** Versioned key-value stores. */
    public static <K, V> StoreBuilder<VersionedKeyValueStore<K, V>> versioned(
            VersionedBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        return new ExpiringViewBuilder<>(
                supplier.name(), supplier.historyRetentionMs(), Keeps.EVERY_VERSION, emitAtDrain -> {
                    if (supplier instanceof VersionedSupplier ours) {
                        return new VersionedView<>(new VersionedOrigin.Column<>(ours.spec(), keySerde, valueSerde));
                    }
                    return new VersionedView<>(foreignVersioned(supplier, keySerde, valueSerde));
                });
    }

    private static <K, V> VersionedOrigin<K, V> foreignVersioned(
            VersionedBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        if (supplier.get() instanceof VersionedBytesStore store) {
            StoreSpec spec = new StoreSpec(
                    supplier.name(),
                    Flavour.VERSIONED,
                    ValueFormat.TIMESTAMPED,
                    Backing.FOREIGN,
                    false,
                    new Retention(supplier.historyRetentionMs(), Long.MAX_VALUE, 0, false));
            return new VersionedOrigin.Foreign<>(store, spec, keySerde, valueSerde);
        }
        throw new IllegalStateException("VersionedBytesStoreSupplier.get() must return an instance of"
                + " VersionedBytesStore; that of store '" + supplier.name() + "' does not.");
    }

    /** Window stores. */
    public static <K, V> StoreBuilder<WindowStore<K, V>> window(
            WindowBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        return expiring(supplier, emitAtDrain -> {
            if (supplier instanceof WindowSupplier ours) {
                StoreSpec spec = withFormat(ours.spec(), ValueFormat.PLAIN)
                        .withEmitAtDrain(emitAtDrain && !supplier.retainDuplicates());
                return new WindowView<>(new WindowOrigin.Column<>(spec, keySerde, valueSerde, ValueCodec.Plain::new));
            }
            return new WindowView<>(new WindowOrigin.Foreign<>(
                    supplier.get(),
                    foreignLog(supplier, ValueFormat.PLAIN),
                    keySerde,
                    valueSerde,
                    ValueCodec.Plain::new));
        });
    }

    /** Window stores with timestamps. */
    public static <K, V> StoreBuilder<TimestampedWindowStore<K, V>> timestampedWindow(
            WindowBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        return expiring(supplier, emitAtDrain -> {
            if (supplier instanceof WindowSupplier ours) {
                StoreSpec spec = withFormat(ours.spec(), ValueFormat.TIMESTAMPED)
                        .withEmitAtDrain(emitAtDrain && !supplier.retainDuplicates());
                UnaryOperator<ValueAndTimestamp<V>> uncached =
                        Beside.uncached(ours.spec()).ofTimestamped();
                return new TimestampedWindowView<>(
                        new WindowOrigin.Column<>(spec, keySerde, valueSerde, ValueCodec.Timestamped::new, uncached),
                        Beside.queried(ours.spec()).queriedTimestamped());
            }
            WindowStore<Bytes, byte[]> store = supplier.get();
            ValueFormat format = withoutHeaders(store);
            return new TimestampedWindowView<>(
                    new WindowOrigin.Foreign<>(
                            store,
                            foreignLog(supplier, format),
                            keySerde,
                            valueSerde,
                            serdes -> timestampedCodec(serdes, format)),
                    Beside.of(format).queriedTimestamped());
        });
    }

    /** Window stores with timestamps and headers. */
    public static <K, V> StoreBuilder<TimestampedWindowStoreWithHeaders<K, V>> timestampedWindowWithHeaders(
            WindowBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        return expiring(supplier, emitAtDrain -> {
            if (supplier instanceof WindowSupplier ours) {
                StoreSpec spec = withFormat(ours.spec(), ValueFormat.HEADERS)
                        .withEmitAtDrain(emitAtDrain && !supplier.retainDuplicates());
                UnaryOperator<ValueTimestampHeaders<V>> uncached =
                        Beside.uncached(ours.spec()).ofHeadered();
                return new HeadersWindowView<>(
                        new WindowOrigin.Column<>(spec, keySerde, valueSerde, ValueCodec.WithHeaders::new, uncached),
                        Beside.queried(ours.spec()).queriedHeadered());
            }
            WindowStore<Bytes, byte[]> store = supplier.get();
            ValueFormat format = formatOf(store);
            return new HeadersWindowView<>(
                    new WindowOrigin.Foreign<>(
                            store,
                            foreignLog(supplier, format),
                            keySerde,
                            valueSerde,
                            serdes -> headersCodec(serdes, format)),
                    Beside.of(format).queriedHeadered());
        });
    }

    /** Session stores with headers. */
    public static <K, V> StoreBuilder<SessionStoreWithHeaders<K, V>> sessionWithHeaders(
            SessionBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        return new ExpiringViewBuilder<>(supplier.name(), supplier.retentionPeriod(), Keeps.LAST_VALUE, emitAtDrain -> {
            if (supplier instanceof SessionSupplier ours) {
                StoreSpec spec =
                        withFormat(ours.spec(), ValueFormat.HEADERS_ONLY).withEmitAtDrain(emitAtDrain);
                UnaryOperator<AggregationWithHeaders<V>> uncached =
                        Beside.uncached(ours.spec()).ofAggregate();
                return new HeadersSessionView<>(
                        new SessionOrigin.Column<>(
                                spec, keySerde, valueSerde, ValueCodec.AggregateWithHeaders::new, uncached),
                        Beside.queried(ours.spec()).queriedAggregate());
            }
            SessionStore<Bytes, byte[]> store = supplier.get();
            boolean keepsHeaders = store instanceof HeadersBytesStore;
            ValueFormat format = keepsHeaders ? ValueFormat.HEADERS_ONLY : ValueFormat.PLAIN;
            return new HeadersSessionView<>(
                    new SessionOrigin.Foreign<>(
                            store,
                            StoreSpec.keyValue(supplier.name(), format, Backing.FOREIGN),
                            keySerde,
                            valueSerde,
                            serdes -> keepsHeaders
                                    ? new ValueCodec.AggregateWithHeaders<>(serdes)
                                    : new ValueCodec.AggregateHeadersLost<>(serdes)),
                    Beside.of(format).queriedAggregate());
        });
    }

    /** Session stores. */
    public static <K, V> StoreBuilder<SessionStore<K, V>> session(
            SessionBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        return new ExpiringViewBuilder<>(supplier.name(), supplier.retentionPeriod(), Keeps.LAST_VALUE, emitAtDrain -> {
            if (supplier instanceof SessionSupplier ours) {
                StoreSpec spec = withFormat(ours.spec(), ValueFormat.PLAIN).withEmitAtDrain(emitAtDrain);
                return new PlainSessionView<>(
                        new SessionOrigin.Column<>(spec, keySerde, valueSerde, ValueCodec.Plain::new));
            }
            return new PlainSessionView<>(new SessionOrigin.Foreign<>(
                    supplier.get(),
                    StoreSpec.keyValue(supplier.name(), ValueFormat.PLAIN, Backing.FOREIGN),
                    keySerde,
                    valueSerde,
                    ValueCodec.Plain::new));
        });
    }

    /** Stores for the records of a stream-stream join that wait for a match. */
    public static <K> StoreBuilder<UnjoinedStore<K>> unjoined(
            KeyValueBytesStoreSupplier supplier,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<?> leftSerde,
            @Nullable Serde<?> rightSerde) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        var serdes = new UnjoinedView.JoinSerdes<>(keySerde, leftSerde, rightSerde);
        return new ViewBuilder<>(supplier.name(), emitAtDrain -> new UnjoinedView<>(rows(supplier), serdes));
    }

    private static KeyValueView<byte[], byte[]> rows(KeyValueBytesStoreSupplier supplier) {
        Serde<byte[]> bytes = Serdes.ByteArray();
        if (supplier instanceof KeyValueSupplier ours) {
            StoreSpec spec = withFormat(ours.spec(), ValueFormat.PLAIN);
            return new KeyValueView<>(new KeyValueOrigin.Column<>(spec, bytes, bytes, ValueCodec.Plain::new));
        }
        StoreSpec spec = StoreSpec.keyValue(supplier.name(), ValueFormat.PLAIN, Backing.FOREIGN);
        return new KeyValueView<>(
                new KeyValueOrigin.Foreign<>(supplier.get(), spec, bytes, bytes, ValueCodec.Plain::new));
    }

    private static <T extends StateStore> StoreBuilder<T> expiring(
            WindowBytesStoreSupplier supplier, ViewBuilder.Recipe<T> recipe) {
        Keeps keeps = supplier.retainDuplicates() ? Keeps.EVERY_RECORD : Keeps.LAST_VALUE;
        return new ExpiringViewBuilder<>(supplier.name(), supplier.retentionPeriod(), keeps, recipe);
    }

    private static WindowOrigin.ForeignLog foreignLog(WindowBytesStoreSupplier supplier, ValueFormat format) {
        return new WindowOrigin.ForeignLog(
                StoreSpec.keyValue(supplier.name(), format, Backing.FOREIGN),
                supplier.windowSize(),
                supplier.retainDuplicates());
    }

    private static ValueFormat formatOf(StateStore store) {
        if (store instanceof HeadersBytesStore) {
            return ValueFormat.HEADERS;
        }
        return withoutHeaders(store);
    }

    /**
     * The format that a view which writes no headers can keep in a store of the user's. One in memory takes whatever it is given;
     * one on disk may hold what was written without timestamps.
     */
    private static ValueFormat withoutHeaders(StateStore store) {
        return store instanceof TimestampedBytesStore || !store.persistent()
                ? ValueFormat.TIMESTAMPED
                : ValueFormat.PLAIN;
    }

    private static <K, V> ValueCodec<ValueAndTimestamp<V>> timestampedCodec(
            StoreSerdes<K, V> serdes, ValueFormat format) {
        return format == ValueFormat.TIMESTAMPED
                ? new ValueCodec.Timestamped<>(serdes)
                : new ValueCodec.TimestampLost<>(serdes);
    }

    private static <K, V> ValueCodec<ValueTimestampHeaders<V>> headersCodec(
            StoreSerdes<K, V> serdes, ValueFormat format) {
        return format == ValueFormat.HEADERS
                ? new ValueCodec.WithHeaders<>(serdes)
                : new ValueCodec.HeadersLost<>(timestampedCodec(serdes, format));
    }

    private static StoreSpec withFormat(StoreSpec spec, ValueFormat format) {
        return new StoreSpec(spec.name(), spec.flavour(), format, spec.backing(), spec.emitAtDrain(), spec.retention());
    }
}
