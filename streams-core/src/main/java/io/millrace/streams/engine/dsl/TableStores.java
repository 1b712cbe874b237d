package io.millrace.streams.engine.dsl;

import io.millrace.streams.DslStoreFormat;
import io.millrace.streams.engine.state.view.Suppliers;
import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.Windows;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.DslKeyValueParams;
import io.millrace.streams.state.DslStoreSuppliers;
import io.millrace.streams.state.DslWindowParams;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the stores that tables are kept in. */
final class TableStores {

    private TableStores() {}

    /** A store of rows with their timestamps. */
    static StoreBuilder<?> keyValue(
            MaterializedSpec<?, ?> spec, String storeName, @Nullable DslStoreSuppliers defaults) {
        return kept(
                ViewBuilders.timestampedKeyValue(
                        keyValueSupplier(spec, storeName, defaults), spec.keySerde(), spec.valueSerde()),
                spec.upkeep());
    }

    private static KeyValueBytesStoreSupplier keyValueSupplier(
            MaterializedSpec<?, ?> spec, String storeName, @Nullable DslStoreSuppliers defaults) {
        if (spec.supplier() != null) {
            return (KeyValueBytesStoreSupplier) spec.supplier();
        }
        DslStoreSuppliers chosen = spec.suppliers() == null ? defaults : spec.suppliers();
        return chosen == null
                ? Suppliers.PERSISTENT.timestampedKeyValue(storeName)
                : chosen.keyValueStore(new DslKeyValueParams(storeName, DslStoreFormat.TIMESTAMPED));
    }

    /** A store of windows, kept for as long as they take records at least. */
    static StoreBuilder<?> window(
            MaterializedSpec<?, ?> spec, String storeName, Windows<?> windows, @Nullable DslStoreSuppliers defaults) {
        Duration retention = retention(spec, storeName, windows);
        return kept(
                ViewBuilders.timestampedWindow(
                        windowSupplier(spec, storeName, windows, retention, defaults),
                        spec.keySerde(),
                        spec.valueSerde()),
                spec.upkeep());
    }

    private static WindowBytesStoreSupplier windowSupplier(
            MaterializedSpec<?, ?> spec,
            String storeName,
            Windows<?> windows,
            Duration retention,
            @Nullable DslStoreSuppliers defaults) {
        if (spec.supplier() != null) {
            return (WindowBytesStoreSupplier) spec.supplier();
        }
        Duration size = Duration.ofMillis(windows.size());
        DslStoreSuppliers chosen = spec.suppliers() == null ? defaults : spec.suppliers();
        return chosen == null
                ? Suppliers.PERSISTENT.timestampedWindow(storeName, retention, size, false)
                : chosen.windowStore(new DslWindowParams(
                        storeName,
                        retention,
                        size,
                        false,
                        EmitStrategy.onWindowUpdate(),
                        false,
                        DslStoreFormat.TIMESTAMPED));
    }

    private static Duration retention(MaterializedSpec<?, ?> spec, String storeName, Windows<?> windows) {
        Duration needed = Duration.ofMillis(windows.size() + windows.gracePeriodMs());
        Duration asked = spec.upkeep().retention();
        if (asked == null) {
            return needed;
        }
        if (asked.compareTo(needed) < 0) {
            throw new IllegalArgumentException("The retention period of the window store " + storeName
                    + " must be no smaller than its window size plus the grace period. Got size=[" + windows.size()
                    + "], grace=[" + windows.gracePeriodMs() + "], retention=[" + asked.toMillis() + "]");
        }
        return asked;
    }

    private static <S extends StateStore> StoreBuilder<S> kept(
            StoreBuilder<S> builder, MaterializedSpec.Upkeep upkeep) {
        StoreBuilder<S> logged =
                upkeep.logged() ? builder.withLoggingEnabled(upkeep.topicConfig()) : builder.withLoggingDisabled();
        return upkeep.cached() ? logged.withCachingEnabled() : logged.withCachingDisabled();
    }
}
