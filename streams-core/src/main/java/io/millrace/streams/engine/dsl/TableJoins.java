package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.table.RowJoin;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.TableJoined;
import io.millrace.streams.kstream.ValueJoiner;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** The joins of a table. */
abstract sealed class TableJoins<K, V> implements KTable<K, V> permits DslTable {

    private static final String MERGE = "KTABLE-MERGE-";

    private final Flow<K, V> flow;
    private final TableNode<K, V> table;

    TableJoins(Flow<K, V> flow, TableNode<K, V> table) {
        this.flow = flow;
        this.table = table;
    }

    final Flow<K, V> flow() {
        return flow;
    }

    final TableNode<K, V> table() {
        return table;
    }

    /** Which tables a key must be in to be in the join. */
    private enum Rows {
        INNER,
        LEFT,
        OUTER
    }

    @Override
    public <VO, VR> KTable<K, VR> join(KTable<K, VO> other, ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return joined(other, joiner, Rows.INNER, null, null);
    }

    @Override
    public <VO, VR> KTable<K, VR> join(
            KTable<K, VO> other, ValueJoiner<? super V, ? super VO, ? extends VR> joiner, Named named) {
        return joined(other, joiner, Rows.INNER, Names.of(named), null);
    }

    @Override
    public <VO, VR> KTable<K, VR> join(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return joined(other, joiner, Rows.INNER, null, MaterializedSpec.of(materialized));
    }

    @Override
    public <VO, VR> KTable<K, VR> join(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return joined(other, joiner, Rows.INNER, Names.of(named), MaterializedSpec.of(materialized));
    }

    @Override
    public <VO, VR> KTable<K, VR> leftJoin(
            KTable<K, VO> other, ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return joined(other, joiner, Rows.LEFT, null, null);
    }

    @Override
    public <VO, VR> KTable<K, VR> leftJoin(
            KTable<K, VO> other, ValueJoiner<? super V, ? super VO, ? extends VR> joiner, Named named) {
        return joined(other, joiner, Rows.LEFT, Names.of(named), null);
    }

    @Override
    public <VO, VR> KTable<K, VR> leftJoin(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return joined(other, joiner, Rows.LEFT, null, MaterializedSpec.of(materialized));
    }

    @Override
    public <VO, VR> KTable<K, VR> leftJoin(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return joined(other, joiner, Rows.LEFT, Names.of(named), MaterializedSpec.of(materialized));
    }

    @Override
    public <VO, VR> KTable<K, VR> outerJoin(
            KTable<K, VO> other, ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return joined(other, joiner, Rows.OUTER, null, null);
    }

    @Override
    public <VO, VR> KTable<K, VR> outerJoin(
            KTable<K, VO> other, ValueJoiner<? super V, ? super VO, ? extends VR> joiner, Named named) {
        return joined(other, joiner, Rows.OUTER, Names.of(named), null);
    }

    @Override
    public <VO, VR> KTable<K, VR> outerJoin(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return joined(other, joiner, Rows.OUTER, null, MaterializedSpec.of(materialized));
    }

    @Override
    public <VO, VR> KTable<K, VR> outerJoin(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return joined(other, joiner, Rows.OUTER, Names.of(named), MaterializedSpec.of(materialized));
    }

    private <VO, VR> KTable<K, VR> joined(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Rows rows,
            @Nullable String given,
            @Nullable MaterializedSpec<K, VR> materialized) {
        Objects.requireNonNull(other, "other can't be null");
        Objects.requireNonNull(joiner, "joiner can't be null");
        DslTable<K, VO> right = (DslTable<K, VO>) other;
        NameSource names = flow.graph().names();
        MaterializedSpec<K, VR> spec = materialized == null ? MaterializedSpec.unset() : materialized;
        StoreBuilder<?> store = materialized == null ? null : store(spec, names);
        String merge = names.node(given, MERGE);
        String thisSide = names.node(given, "-join-this", "KTABLE-JOINTHIS-");
        String otherSide = names.node(given, "-join-other", "KTABLE-JOINOTHER-");
        JoinedTable<K, V, VO, VR> joined = new JoinedTable<>(
                table, right.table(), new RowJoin<>(joiner, rows != Rows.OUTER, rows == Rows.INNER), store);
        Set<String> sources = flow.sourcesWith(right.flow().sources());
        OperatorGraph graph = flow.graph();
        graph.add(new ProcessOperator(thisSide, List.of(flow.node()), joined.leftSide(), sources));
        graph.add(new ProcessOperator(otherSide, List.of(right.flow().node()), joined.rightSide(), Set.of()));
        graph.add(new ProcessOperator(merge, List.of(thisSide, otherSide), new Work.OfTable(joined), Set.of()));
        return new DslTable<>(
                new Flow<>(
                        graph,
                        merge,
                        spec.keySerde() == null ? flow.keySerde() : spec.keySerde(),
                        spec.valueSerde(),
                        sources,
                        false),
                joined,
                store == null ? null : store.name());
    }

    private <VR> StoreBuilder<?> store(MaterializedSpec<K, VR> spec, NameSource names) {
        String storeName = spec.name() == null ? names.store(MERGE) : spec.name();
        return TableStores.keyValue(
                spec.orSerdes(flow.keySerde(), null), storeName, flow.graph().storeDefaults());
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return foreignJoined(other, ofValue(foreignKeyExtractor), joiner, Rows.INNER, TableJoinedSpec.unset(), null);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return foreignJoined(
                other, requireExtractor(foreignKeyExtractor), joiner, Rows.INNER, TableJoinedSpec.unset(), null);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined) {
        return foreignJoined(
                other, ofValue(foreignKeyExtractor), joiner, Rows.INNER, TableJoinedSpec.of(tableJoined), null);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined) {
        return foreignJoined(
                other,
                requireExtractor(foreignKeyExtractor),
                joiner,
                Rows.INNER,
                TableJoinedSpec.of(tableJoined),
                null);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return foreignJoined(
                other,
                ofValue(foreignKeyExtractor),
                joiner,
                Rows.INNER,
                TableJoinedSpec.unset(),
                MaterializedSpec.of(materialized));
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return foreignJoined(
                other,
                requireExtractor(foreignKeyExtractor),
                joiner,
                Rows.INNER,
                TableJoinedSpec.unset(),
                MaterializedSpec.of(materialized));
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return foreignJoined(
                other,
                ofValue(foreignKeyExtractor),
                joiner,
                Rows.INNER,
                TableJoinedSpec.of(tableJoined),
                MaterializedSpec.of(materialized));
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return foreignJoined(
                other,
                requireExtractor(foreignKeyExtractor),
                joiner,
                Rows.INNER,
                TableJoinedSpec.of(tableJoined),
                MaterializedSpec.of(materialized));
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return foreignJoined(other, ofValue(foreignKeyExtractor), joiner, Rows.LEFT, TableJoinedSpec.unset(), null);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return foreignJoined(
                other, requireExtractor(foreignKeyExtractor), joiner, Rows.LEFT, TableJoinedSpec.unset(), null);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined) {
        return foreignJoined(
                other, ofValue(foreignKeyExtractor), joiner, Rows.LEFT, TableJoinedSpec.of(tableJoined), null);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined) {
        return foreignJoined(
                other, requireExtractor(foreignKeyExtractor), joiner, Rows.LEFT, TableJoinedSpec.of(tableJoined), null);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return foreignJoined(
                other,
                ofValue(foreignKeyExtractor),
                joiner,
                Rows.LEFT,
                TableJoinedSpec.unset(),
                MaterializedSpec.of(materialized));
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return foreignJoined(
                other,
                requireExtractor(foreignKeyExtractor),
                joiner,
                Rows.LEFT,
                TableJoinedSpec.unset(),
                MaterializedSpec.of(materialized));
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return foreignJoined(
                other,
                ofValue(foreignKeyExtractor),
                joiner,
                Rows.LEFT,
                TableJoinedSpec.of(tableJoined),
                MaterializedSpec.of(materialized));
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return foreignJoined(
                other,
                requireExtractor(foreignKeyExtractor),
                joiner,
                Rows.LEFT,
                TableJoinedSpec.of(tableJoined),
                MaterializedSpec.of(materialized));
    }

    private <VR, KO, VO> KTable<K, VR> foreignJoined(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Rows rows,
            TableJoinedSpec<K, KO> spec,
            @Nullable MaterializedSpec<K, VR> materialized) {
        Objects.requireNonNull(other, "other can't be null");
        Objects.requireNonNull(joiner, "joiner can't be null");
        return new ForeignKeyJoin<K, V, KO, VO, VR>(this, (DslTable<KO, VO>) other, spec)
                .joined(foreignKeyExtractor, new RowJoin<>(joiner, true, rows == Rows.INNER), materialized);
    }

    private static <E> E requireExtractor(E extractor) {
        return Objects.requireNonNull(extractor, "foreignKeyExtractor can't be null");
    }

    private static <K, V, KO> BiFunction<K, V, KO> ofValue(Function<? super V, ? extends KO> extractor) {
        requireExtractor(extractor);
        return (key, value) -> extractor.apply(value);
    }
}
