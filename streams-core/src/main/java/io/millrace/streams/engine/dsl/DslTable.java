package io.millrace.streams.engine.dsl;

import io.millrace.streams.KeyValue;
import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.TableSelect;
import io.millrace.streams.engine.operator.TableToStream;
import io.millrace.streams.engine.operator.suppress.SuppressTerms;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KGroupedTable;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Predicate;
import io.millrace.streams.kstream.Suppressed;
import io.millrace.streams.kstream.Suppression;
import io.millrace.streams.kstream.ValueMapper;
import io.millrace.streams.kstream.ValueMapperWithKey;
import io.millrace.streams.kstream.ValueTransformerWithKeySupplier;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.StoreBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** A table. */
final class DslTable<K, V> extends TableJoins<K, V> {

    private static final String FILTER = "KTABLE-FILTER-";
    private static final String SUPPRESS = "KTABLE-SUPPRESS-";
    private static final String MAP_VALUES = "KTABLE-MAPVALUES-";
    private static final String TRANSFORM_VALUES = "KTABLE-TRANSFORMVALUES-";

    private final Flow<K, V> flow;
    private final TableNode<K, V> table;
    private final @Nullable String queryableStoreName;

    /** @param queryableStoreName the store name the user gave, of a join also the generated one; null if none */
    DslTable(Flow<K, V> flow, TableNode<K, V> table, @Nullable String queryableStoreName) {
        super(flow, table);
        this.flow = flow;
        this.table = table;
        this.queryableStoreName = queryableStoreName;
    }

    @Override
    public KTable<K, V> filter(Predicate<? super K, ? super V> predicate) {
        return filtered(requirePredicate(predicate), null, null);
    }

    @Override
    public KTable<K, V> filter(Predicate<? super K, ? super V> predicate, Named named) {
        return filtered(requirePredicate(predicate), Names.of(named), null);
    }

    @Override
    public KTable<K, V> filter(
            Predicate<? super K, ? super V> predicate, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return filtered(requirePredicate(predicate), null, MaterializedSpec.of(materialized));
    }

    @Override
    public KTable<K, V> filter(
            Predicate<? super K, ? super V> predicate,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return filtered(requirePredicate(predicate), Names.of(named), MaterializedSpec.of(materialized));
    }

    @Override
    public KTable<K, V> filterNot(Predicate<? super K, ? super V> predicate) {
        return filtered(not(predicate), null, null);
    }

    @Override
    public KTable<K, V> filterNot(Predicate<? super K, ? super V> predicate, Named named) {
        return filtered(not(predicate), Names.of(named), null);
    }

    @Override
    public KTable<K, V> filterNot(
            Predicate<? super K, ? super V> predicate, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return filtered(not(predicate), null, MaterializedSpec.of(materialized));
    }

    @Override
    public KTable<K, V> filterNot(
            Predicate<? super K, ? super V> predicate,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return filtered(not(predicate), Names.of(named), MaterializedSpec.of(materialized));
    }

    @SuppressWarnings("NullAway") // A mapper of a derived table may answer null; its lambda cannot say so.
    private KTable<K, V> filtered(
            Predicate<? super K, ? super V> predicate,
            @Nullable String given,
            @Nullable MaterializedSpec<K, V> materialized) {
        return derived(
                FILTER,
                given,
                (key, value) -> predicate.test(key, value) ? value : null,
                DerivedTable.Absence.SKIPPED,
                materialized,
                flow.valueSerde());
    }

    @Override
    public <VR> KTable<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper) {
        return mapped(withKey(mapper), null, null);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper, Named named) {
        return mapped(withKey(mapper), Names.of(named), null);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper) {
        return mapped(requireMapper(mapper), null, null);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper, Named named) {
        return mapped(requireMapper(mapper), Names.of(named), null);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapper<? super V, ? extends VR> mapper,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return mapped(withKey(mapper), null, MaterializedSpec.of(materialized));
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapper<? super V, ? extends VR> mapper,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return mapped(withKey(mapper), Names.of(named), MaterializedSpec.of(materialized));
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return mapped(requireMapper(mapper), null, MaterializedSpec.of(materialized));
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return mapped(requireMapper(mapper), Names.of(named), MaterializedSpec.of(materialized));
    }

    private <VR> KTable<K, VR> mapped(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            @Nullable String given,
            @Nullable MaterializedSpec<K, VR> materialized) {
        return derived(MAP_VALUES, given, mapper, DerivedTable.Absence.TOLD, materialized, null);
    }

    @Override
    public <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            String... stateStoreNames) {
        return transformed(transformerSupplier, null, null, stateStoreNames);
    }

    @Override
    public <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Named named,
            String... stateStoreNames) {
        return transformed(transformerSupplier, Names.of(named), null, stateStoreNames);
    }

    @Override
    public <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            String... stateStoreNames) {
        return transformed(transformerSupplier, null, MaterializedSpec.of(materialized), stateStoreNames);
    }

    @Override
    public <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            Named named,
            String... stateStoreNames) {
        return transformed(transformerSupplier, Names.of(named), MaterializedSpec.of(materialized), stateStoreNames);
    }

    private <VR> KTable<K, VR> transformed(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> supplier,
            @Nullable String given,
            @Nullable MaterializedSpec<K, VR> materialized,
            String... stateStoreNames) {
        Objects.requireNonNull(supplier, "transformerSupplier can't be null");
        UserProcessors.requireFresh(supplier);
        List<String> userStores = UserProcessors.storeNames(stateStoreNames);
        MaterializedSpec<K, VR> asked = materialized == null ? MaterializedSpec.unset() : materialized;
        String name = flow.name(given, TRANSFORM_VALUES);
        MaterializedSpec<K, VR> spec = asked.orSerdes(flow.keySerde(), null);
        TableNode<K, VR> transformed =
                new TransformedTable<>(table, supplier, store(spec), userStores, TableNode.Versions.of(materialized));
        return new DslTable<>(
                flow.then(name, new Work.OfTable(transformed), spec.keySerde(), spec.valueSerde()),
                transformed,
                spec.name());
    }

    private @Nullable StoreBuilder<?> store(MaterializedSpec<?, ?> spec) {
        String storeName = spec.name();
        return storeName == null
                ? null
                : TableStores.keyValue(spec, storeName, flow.graph().storeDefaults());
    }

    private <VR> KTable<K, VR> derived(
            String prefix,
            @Nullable String given,
            ValueMapperWithKey<? super K, ? super V, ? extends @Nullable VR> mapper,
            DerivedTable.Absence absence,
            @Nullable MaterializedSpec<K, VR> asked,
            @Nullable Serde<VR> valueSerde) {
        if (asked != null && asked.name() == null) {
            // A store asked for but not named takes a number all the same, though the table is then not kept.
            flow.graph().names().store(prefix);
        }
        MaterializedSpec<K, VR> set = asked == null ? MaterializedSpec.unset() : asked;
        MaterializedSpec<K, VR> spec = set.orSerdes(flow.keySerde(), valueSerde);
        TableNode<K, VR> derived =
                new DerivedTable<>(table, mapper, store(spec), absence, TableNode.Versions.of(asked));
        String name = flow.name(given, prefix);
        return new DslTable<>(
                flow.then(name, new Work.OfTable(derived), spec.keySerde(), spec.valueSerde()), derived, spec.name());
    }

    @Override
    @SuppressWarnings("unchecked") // What waits by a supertype of the keys waits by the keys.
    public KTable<K, V> suppress(Suppressed<? super K> suppressed) {
        Objects.requireNonNull(suppressed, "suppressed can't be null");
        if (table.isVersioned() && table.store() != null) {
            throw new TopologyException("suppress() is only supported for non-versioned KTables");
        }
        return heldBack((Suppression<K>) suppressed);
    }

    private KTable<K, V> heldBack(Suppression<K> suppression) {
        NameSource names = flow.graph().names();
        String given = Names.validated(suppression.name());
        String name = given == null ? names.node(null, SUPPRESS) : given;
        String storeName = given == null ? names.innerStore(SUPPRESS) : given + "-store";
        Duration waitTime = suppression.waitTime();
        SuppressTerms<K, V> terms = new SuppressTerms<>(
                name,
                storeName,
                waitTime == null ? SuppressTerms.Until.WINDOW_CLOSES : SuppressTerms.Until.TIME_LIMIT,
                waitTime == null ? graceMs() : waitTime.toMillis(),
                suppression.buffer(),
                flow.keySerde(),
                flow.valueSerde());
        TableNode<K, V> suppressed = new SuppressedTable<>(table, terms);
        return new DslTable<>(
                flow.then(name, new Work.OfTable(suppressed), flow.keySerde(), flow.valueSerde()), suppressed, null);
    }

    private long graceMs() {
        Long graceMs = table.graceMs();
        if (graceMs == null) {
            throw new TopologyException("Window close time is only defined for windowed computations. Got ["
                    + flow.node() + "]; use untilTimeLimit for a table without windows.");
        }
        return graceMs;
    }

    @Override
    public KStream<K, V> toStream() {
        return streamed(null);
    }

    @Override
    public KStream<K, V> toStream(Named named) {
        return streamed(Names.of(named));
    }

    @Override
    public <KR> KStream<KR, V> toStream(KeyValueMapper<? super K, ? super V, ? extends KR> mapper) {
        Objects.requireNonNull(mapper, "mapper can't be null");
        return streamed(null).selectKey(mapper);
    }

    @Override
    public <KR> KStream<KR, V> toStream(KeyValueMapper<? super K, ? super V, ? extends KR> mapper, Named named) {
        Objects.requireNonNull(mapper, "mapper can't be null");
        return streamed(Names.of(named)).selectKey(mapper);
    }

    private KStream<K, V> streamed(@Nullable String given) {
        String name = flow.name(given, "KTABLE-TOSTREAM-");
        ProcessorSupplier<K, Change<V>, K, V> supplier = TableToStream::new;
        return new DslStream<>(flow.then(name, new Work.KeyKeeping<>(supplier), flow.keySerde(), flow.valueSerde()));
    }

    @Override
    public <KR, VR> KGroupedTable<KR, VR> groupBy(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>> selector) {
        Objects.requireNonNull(selector, "selector can't be null");
        return groupedBy(selector, GroupedSpec.unset());
    }

    @Override
    public <KR, VR> KGroupedTable<KR, VR> groupBy(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>> selector,
            Grouped<KR, VR> grouped) {
        Objects.requireNonNull(selector, "selector can't be null");
        return groupedBy(selector, GroupedSpec.of(Objects.requireNonNull(grouped, "grouped can't be null")));
    }

    private <KR, VR> KGroupedTable<KR, VR> groupedBy(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>> selector,
            GroupedSpec<KR, VR> spec) {
        table.requireOldValues();
        String name = flow.name(spec.name(), "KTABLE-SELECT-");
        ProcessorSupplier<K, Change<V>, KR, Change<VR>> supplier = () -> new TableSelect<>(selector);
        return new DslGroupedTable<>(
                flow.then(name, Work.of(supplier), spec.keySerde(), spec.valueSerde()), spec.name());
    }

    @Override
    public @Nullable String queryableStoreName() {
        return queryableStoreName;
    }

    private static <P> P requirePredicate(P predicate) {
        return Objects.requireNonNull(predicate, "predicate can't be null");
    }

    private Predicate<K, V> not(Predicate<? super K, ? super V> predicate) {
        requirePredicate(predicate);
        return (key, value) -> !predicate.test(key, value);
    }

    private static <M> M requireMapper(M mapper) {
        return Objects.requireNonNull(mapper, "mapper can't be null");
    }

    private <VR> ValueMapperWithKey<K, V, VR> withKey(ValueMapper<? super V, ? extends VR> mapper) {
        requireMapper(mapper);
        return (key, value) -> mapper.apply(value);
    }
}
