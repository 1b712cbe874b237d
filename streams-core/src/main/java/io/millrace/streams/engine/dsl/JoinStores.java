package io.millrace.streams.engine.dsl;

import io.millrace.streams.DslStoreFormat;
import io.millrace.streams.engine.state.view.Suppliers;
import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.engine.topology.StoreDefaults;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.state.DslKeyValueParams;
import io.millrace.streams.state.DslStoreSuppliers;
import io.millrace.streams.state.DslWindowParams;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Makes the stores in which the records of a stream-stream join wait for the other side.
 *
 * @param chosen makes the stores if the spec does not choose; null to leave it to the configuration
 */
record JoinStores<K, V1, V2>(
        WindowedJoin.Kind kind,
        JoinWindows windows,
        StreamJoinedSpec<K, V1, V2> spec,
        @Nullable DslStoreSuppliers chosen,
        NameSource names) {

    /** The stores, named after the join's nodes unless the user named them. */
    StreamJoinOperator.Stores stores(String leftNode, String rightNode) {
        WindowBytesStoreSupplier left = spec.suppliers().left();
        WindowBytesStoreSupplier right = spec.suppliers().right();
        requireFit(left);
        requireFit(right);
        if (left != null && right != null && left.name().equals(right.name())) {
            throw new StreamsException(
                    "Both StoreSuppliers have the same name.  StoreSuppliers must provide unique names");
        }
        return new StreamJoinOperator.Stores(
                window(left, named(leftNode, kind.leftSuffix()), spec.serdes().left()),
                window(
                        right,
                        named(rightNode, kind.rightSuffix()),
                        spec.serdes().right()),
                kind == WindowedJoin.Kind.INNER ? null : unjoined(unjoinedName(leftNode)));
    }

    private String named(String node, String suffix) {
        return (spec.storeName() == null ? node : spec.storeName() + suffix) + "-store";
    }

    private <V> StoreBuilder<?> window(
            @Nullable WindowBytesStoreSupplier given, String generated, @Nullable Serde<V> valueSerde) {
        String name = given == null ? generated : given.name();
        return new DefaultedStoreBuilder<>(
                name,
                upkeep(),
                defaults -> ViewBuilders.window(
                        given == null ? windowSupplier(name, defaults) : given,
                        spec.serdes().key(),
                        valueSerde));
    }

    private WindowBytesStoreSupplier windowSupplier(String name, StoreDefaults defaults) {
        Duration retention = Duration.ofMillis(retentionMs());
        Duration size = Duration.ofMillis(windows.size());
        DslStoreSuppliers suppliers = suppliers(defaults);
        return suppliers == null
                ? Suppliers.PERSISTENT.window(name, retention, size, true)
                : suppliers.windowStore(new DslWindowParams(
                        name, retention, size, true, EmitStrategy.onWindowUpdate(), false, DslStoreFormat.PLAIN));
    }

    private StoreBuilder<?> unjoined(String name) {
        StreamJoinedSpec.Serdes<K, V1, V2> serdes = spec.serdes();
        return new DefaultedStoreBuilder<>(
                name,
                upkeep(),
                defaults -> ViewBuilders.unjoined(
                        unjoinedSupplier(name, defaults), serdes.key(), serdes.left(), serdes.right()));
    }

    private KeyValueBytesStoreSupplier unjoinedSupplier(String name, StoreDefaults defaults) {
        DslStoreSuppliers suppliers = suppliers(defaults);
        return suppliers == null
                ? Suppliers.PERSISTENT.keyValue(name)
                : suppliers.keyValueStore(new DslKeyValueParams(name, DslStoreFormat.PLAIN));
    }

    private String unjoinedName(String leftNode) {
        WindowBytesStoreSupplier left = spec.suppliers().left();
        String base = left == null ? spec.storeName() : left.name();
        if (base == null) {
            String number = leftNode.substring(kind.leftPrefix().length());
            return names.borrowed("KSTREAM-OUTERSHARED-" + number) + "-store";
        }
        return base + (kind == WindowedJoin.Kind.OUTER ? "-outer" : "-left") + "-shared-join-store";
    }

    private @Nullable DslStoreSuppliers suppliers(StoreDefaults defaults) {
        DslStoreSuppliers others = spec.suppliers().others();
        if (others != null) {
            return others;
        }
        return chosen == null ? defaults.suppliers() : chosen;
    }

    private MaterializedSpec.Upkeep upkeep() {
        return new MaterializedSpec.Upkeep(
                spec.log().enabled(), false, spec.log().topicConfig(), null);
    }

    private long retentionMs() {
        return windows.size() + windows.gracePeriodMs();
    }

    private void requireFit(@Nullable WindowBytesStoreSupplier supplier) {
        if (supplier == null) {
            return;
        }
        if (!supplier.retainDuplicates()) {
            throw new StreamsException(
                    "The StoreSupplier must set retainDuplicates=true, found retainDuplicates=false");
        }
        if (supplier.windowSize() != windows.size() || supplier.retentionPeriod() != retentionMs()) {
            throw new StreamsException("Window settings mismatch. WindowBytesStoreSupplier settings " + supplier
                    + " must match JoinWindows settings " + windows
                    + " for the window size and retention period");
        }
    }
}
