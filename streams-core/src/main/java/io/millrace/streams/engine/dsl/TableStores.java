package io.millrace.streams.engine.dsl;

import io.millrace.streams.DslStoreFormat;
import io.millrace.streams.engine.state.view.Suppliers;
import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.engine.topology.ExpiringStore;
import io.millrace.streams.engine.topology.StoreDefaults;
import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.DslKeyValueParams;
import io.millrace.streams.state.DslSessionParams;
import io.millrace.streams.state.DslStoreSuppliers;
import io.millrace.streams.state.DslWindowParams;
import io.millrace.streams.state.HeadersBytesStoreSupplier;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.SessionBytesStoreSupplier;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.VersionedBytesStoreSupplier;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the stores that tables are kept in. */
final class TableStores {

    private TableStores() {}

    /** Whether a store keeps the versions of each key. */
    static boolean isVersioned(StoreBuilder<?> store) {
        return historyMs(store) != null;
    }

    /** How long a store keeps the versions of each key, null if it does not. */
    static @Nullable Long historyMs(StoreBuilder<?> store) {
        return store instanceof ExpiringStore expiring && expiring.keeps() == ExpiringStore.Keeps.EVERY_VERSION
                ? expiring.retentionMs()
                : null;
    }

    /**
     * A store of rows with their timestamps.
     *
     * @param chosen makes the store if the spec does not choose; null to leave it to the configuration
     */
    static StoreBuilder<?> keyValue(MaterializedSpec<?, ?> spec, String storeName, @Nullable DslStoreSuppliers chosen) {
        if (spec.supplier() instanceof VersionedBytesStoreSupplier supplier) {
            return kept(ViewBuilders.versioned(supplier, spec.keySerde(), spec.valueSerde()), spec.upkeep());
        }
        return new DefaultedStoreBuilder<>(
                storeName, spec.upkeep(), defaults -> ofRows(spec, storeName, chosen, defaults));
    }

    /** The same, but never in the format with headers, whatever the configuration says. */
    static StoreBuilder<?> timestamped(
            MaterializedSpec<?, ?> spec, String storeName, @Nullable DslStoreSuppliers chosen) {
        return new DefaultedStoreBuilder<>(
                storeName,
                spec.upkeep(),
                defaults -> ofRows(
                        spec, storeName, chosen, new StoreDefaults(defaults.suppliers(), DslStoreFormat.TIMESTAMPED)));
    }

    /** The builder of either kind; who stands for it does not care which. */
    @SuppressWarnings("unchecked")
    private static StoreBuilder<StateStore> ofRows(
            MaterializedSpec<?, ?> spec, String storeName, @Nullable DslStoreSuppliers chosen, StoreDefaults defaults) {
        KeyValueBytesStoreSupplier supplier = keyValueSupplier(spec, storeName, chosen, defaults);
        StoreBuilder<?> builder = supplier instanceof HeadersBytesStoreSupplier
                ? ViewBuilders.timestampedKeyValueWithHeaders(supplier, spec.keySerde(), spec.valueSerde())
                : ViewBuilders.timestampedKeyValue(supplier, spec.keySerde(), spec.valueSerde());
        return (StoreBuilder<StateStore>) builder;
    }

    /** Versioned stores have no cache to enable. */
    private static StoreBuilder<?> kept(StoreBuilder<?> builder, MaterializedSpec.Upkeep upkeep) {
        return upkeep.logged() ? builder.withLoggingEnabled(upkeep.topicConfig()) : builder.withLoggingDisabled();
    }

    private static KeyValueBytesStoreSupplier keyValueSupplier(
            MaterializedSpec<?, ?> spec, String storeName, @Nullable DslStoreSuppliers chosen, StoreDefaults defaults) {
        if (spec.supplier() != null) {
            return (KeyValueBytesStoreSupplier) spec.supplier();
        }
        var params = new DslKeyValueParams(storeName, defaults.format());
        DslStoreSuppliers suppliers = suppliers(spec, chosen, defaults);
        return suppliers == null ? Suppliers.PERSISTENT.keyValue(params) : suppliers.keyValueStore(params);
    }

    /**
     * A store of windows, kept for as long as they take records at least.
     *
     * @param chosen makes the store if the spec does not choose; null to leave it to the configuration
     */
    static StoreBuilder<?> window(
            MaterializedSpec<?, ?> spec,
            String storeName,
            FixedWindows windows,
            EmitStrategy emits,
            @Nullable DslStoreSuppliers chosen) {
        Duration retention = windows.retention(storeName, spec.upkeep().retention());
        Duration size = Duration.ofMillis(windows.sizeMs());
        return new DefaultedStoreBuilder<>(storeName, spec.upkeep(), defaults -> {
            var params = new DslWindowParams(
                    storeName, retention, size, false, emits, windows.isSliding(), defaults.format());
            return ofWindows(spec, windowSupplier(spec, params, suppliers(spec, chosen, defaults)));
        });
    }

    /** The builder of either kind; who stands for it does not care which. */
    @SuppressWarnings("unchecked")
    private static StoreBuilder<StateStore> ofWindows(MaterializedSpec<?, ?> spec, WindowBytesStoreSupplier supplier) {
        StoreBuilder<?> builder = supplier instanceof HeadersBytesStoreSupplier
                ? ViewBuilders.timestampedWindowWithHeaders(supplier, spec.keySerde(), spec.valueSerde())
                : ViewBuilders.timestampedWindow(supplier, spec.keySerde(), spec.valueSerde());
        return (StoreBuilder<StateStore>) builder;
    }

    private static WindowBytesStoreSupplier windowSupplier(
            MaterializedSpec<?, ?> spec, DslWindowParams params, @Nullable DslStoreSuppliers suppliers) {
        if (spec.supplier() != null) {
            return (WindowBytesStoreSupplier) spec.supplier();
        }
        return suppliers == null ? Suppliers.PERSISTENT.window(params) : suppliers.windowStore(params);
    }

    /**
     * A store of sessions, kept for as long as they take records at least.
     *
     * @param chosen makes the store if the spec does not choose; null to leave it to the configuration
     */
    static StoreBuilder<?> session(
            MaterializedSpec<?, ?> spec,
            String storeName,
            SessionWindows windows,
            EmitStrategy emits,
            @Nullable DslStoreSuppliers chosen) {
        Duration retention = retention(spec, storeName, windows);
        return new DefaultedStoreBuilder<>(storeName, spec.upkeep(), defaults -> {
            var params = new DslSessionParams(storeName, retention, emits, defaults.format());
            return ofSessions(spec, sessionSupplier(spec, params, suppliers(spec, chosen, defaults)));
        });
    }

    /** The builder of either kind; who stands for it does not care which. */
    @SuppressWarnings("unchecked")
    private static StoreBuilder<StateStore> ofSessions(
            MaterializedSpec<?, ?> spec, SessionBytesStoreSupplier supplier) {
        StoreBuilder<?> builder = supplier instanceof HeadersBytesStoreSupplier
                ? ViewBuilders.sessionWithHeaders(supplier, spec.keySerde(), spec.valueSerde())
                : ViewBuilders.session(supplier, spec.keySerde(), spec.valueSerde());
        return (StoreBuilder<StateStore>) builder;
    }

    private static SessionBytesStoreSupplier sessionSupplier(
            MaterializedSpec<?, ?> spec, DslSessionParams params, @Nullable DslStoreSuppliers suppliers) {
        if (spec.supplier() != null) {
            return (SessionBytesStoreSupplier) spec.supplier();
        }
        return suppliers == null ? Suppliers.PERSISTENT.session(params) : suppliers.sessionStore(params);
    }

    private static Duration retention(MaterializedSpec<?, ?> spec, String storeName, SessionWindows windows) {
        Duration needed = Duration.ofMillis(windows.inactivityGap() + windows.gracePeriodMs());
        Duration asked = spec.upkeep().retention();
        if (asked == null) {
            return needed;
        }
        if (asked.compareTo(needed) < 0) {
            throw new IllegalArgumentException("The retention period of the session store " + storeName
                    + " must be no smaller than the session inactivity gap plus the grace period. Got gap=["
                    + windows.inactivityGap() + "], grace=[" + windows.gracePeriodMs() + "], retention=["
                    + asked.toMillis() + "]");
        }
        return asked;
    }

    /** What makes a store: the first of what its operator, the topology and the application's configuration choose. */
    static @Nullable DslStoreSuppliers suppliers(
            MaterializedSpec<?, ?> spec, @Nullable DslStoreSuppliers chosen, StoreDefaults defaults) {
        if (spec.suppliers() != null) {
            return spec.suppliers();
        }
        return chosen == null ? defaults.suppliers() : chosen;
    }
}
