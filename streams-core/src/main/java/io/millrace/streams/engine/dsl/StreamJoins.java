package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.StreamGlobalTableJoin;
import io.millrace.streams.engine.operator.StreamTableJoin;
import io.millrace.streams.engine.operator.StreamTableJoin.Unmatched;
import io.millrace.streams.kstream.GlobalKTable;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.ValueJoiner;
import io.millrace.streams.kstream.ValueJoinerWithKey;
import io.millrace.streams.processor.api.ProcessorSupplier;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The joins of a stream. */
abstract sealed class StreamJoins<K, V> implements KStream<K, V> permits DslStream {

    private final Flow<K, V> flow;

    /** The repartition a join put behind this stream, for other joins to share. */
    private @Nullable JoinRepartition joinRepartition;

    private record JoinRepartition(String baseName, RepartitionOperator.Nodes nodes) {}

    StreamJoins(Flow<K, V> flow) {
        this.flow = flow;
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table, ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner) {
        return joined(table, withKey(joiner), JoinedSpec.unset(), Unmatched.DROPPED);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table, ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner) {
        return joined(table, joiner, JoinedSpec.unset(), Unmatched.DROPPED);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table,
            ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined) {
        return joined(table, withKey(joiner), JoinedSpec.of(joined), Unmatched.DROPPED);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined) {
        return joined(table, joiner, JoinedSpec.of(joined), Unmatched.DROPPED);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table, ValueJoiner<? super V, ? super @Nullable VTable, ? extends VOut> joiner) {
        return joined(table, withKey(joiner), JoinedSpec.unset(), Unmatched.JOINED_WITH_NULL);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VTable, ? extends VOut> joiner) {
        return joined(table, joiner, JoinedSpec.unset(), Unmatched.JOINED_WITH_NULL);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoiner<? super V, ? super @Nullable VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined) {
        return joined(table, withKey(joiner), JoinedSpec.of(joined), Unmatched.JOINED_WITH_NULL);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined) {
        return joined(table, joiner, JoinedSpec.of(joined), Unmatched.JOINED_WITH_NULL);
    }

    private <VTable, VOut> KStream<K, VOut> joined(
            KTable<K, VTable> otherTable,
            ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner,
            JoinedSpec<K, V> spec,
            Unmatched unmatched) {
        DslTable<K, VTable> table = (DslTable<K, VTable>) require(otherTable, "table");
        require(joiner, "joiner");
        Flow<K, V> typed = flow.overridden(spec.keySerde(), spec.valueSerde());
        Flow<K, V> partitioned = flow.rekeyed() ? repartitionedToJoin(typed, spec.name(), unmatched) : typed;
        TableNode.Access<K, VTable> access = table.table().access();
        String prefix = unmatched == Unmatched.DROPPED ? "KSTREAM-JOIN-" : "KSTREAM-LEFTJOIN-";
        String name = flow.name(spec.name(), prefix);
        Set<String> sources = partitioned.sourcesWith(table.flow().sources());
        ProcessorSupplier<K, V, K, VOut> supplier =
                () -> new StreamTableJoin<>(access.lookup().get(), joiner, unmatched);
        flow.graph()
                .add(new ProcessOperator(
                        name, List.of(partitioned.node()), new Work.Plain(supplier, access.stores()), sources));
        return new DslStream<>(new Flow<>(flow.graph(), name, typed.keySerde(), null, sources, false));
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner) {
        return globallyJoined(globalTable, keySelector, withKey(joiner), null, Unmatched.DROPPED);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner) {
        return globallyJoined(globalTable, keySelector, joiner, null, Unmatched.DROPPED);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named) {
        return globallyJoined(globalTable, keySelector, withKey(joiner), Names.of(named), Unmatched.DROPPED);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named) {
        return globallyJoined(globalTable, keySelector, joiner, Names.of(named), Unmatched.DROPPED);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
            ValueJoiner<? super V, ? super @Nullable GlobalValue, ? extends VOut> joiner) {
        return globallyJoined(globalTable, keySelector, withKey(joiner), null, Unmatched.JOINED_WITH_NULL);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable GlobalValue, ? extends VOut> joiner) {
        return globallyJoined(globalTable, keySelector, joiner, null, Unmatched.JOINED_WITH_NULL);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
            ValueJoiner<? super V, ? super @Nullable GlobalValue, ? extends VOut> joiner,
            Named named) {
        return globallyJoined(globalTable, keySelector, withKey(joiner), Names.of(named), Unmatched.JOINED_WITH_NULL);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable GlobalValue, ? extends VOut> joiner,
            Named named) {
        return globallyJoined(globalTable, keySelector, joiner, Names.of(named), Unmatched.JOINED_WITH_NULL);
    }

    private <GlobalKey, GlobalValue, VOut> KStream<K, VOut> globallyJoined(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner,
            @Nullable String given,
            Unmatched unmatched) {
        DslGlobalTable<GlobalKey, GlobalValue> table =
                (DslGlobalTable<GlobalKey, GlobalValue>) require(globalTable, "globalTable");
        require(keySelector, "keySelector");
        require(joiner, "joiner");
        // Both joins have this prefix in Kafka Streams.
        String name = flow.name(given, "KSTREAM-LEFTJOIN-");
        ProcessorSupplier<K, V, K, VOut> supplier =
                () -> new StreamGlobalTableJoin<>(table.lookup(), keySelector, joiner, unmatched);
        return new DslStream<>(flow.then(name, Work.of(supplier), flow.keySerde(), null));
    }

    private Flow<K, V> repartitionedToJoin(Flow<K, V> typed, @Nullable String given, Unmatched unmatched) {
        String baseName = given == null ? flow.graph().names().borrowed(flow.node()) : given;
        RepartitionOperator.Nodes nodes = Repartitions.nodes(flow.graph().names(), baseName);
        JoinRepartition earlier = joinRepartition;
        if (earlier != null && earlier.baseName().equals(baseName)) {
            return Repartitions.behind(typed, earlier.nodes());
        }
        joinRepartition = new JoinRepartition(baseName, nodes);
        Repartitions.NullKeys nullKeys =
                unmatched == Unmatched.DROPPED ? Repartitions.NullKeys.DROPPED : Repartitions.NullKeys.KEPT;
        return Repartitions.through(typed, nodes, baseName, Repartitions.Wish.of(nullKeys));
    }

    static <T> T require(T argument, String name) {
        return Objects.requireNonNull(argument, () -> name + " cannot be null");
    }

    private <VTable, VOut> ValueJoinerWithKey<K, V, VTable, VOut> withKey(
            ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner) {
        require(joiner, "joiner");
        return (key, value, row) -> joiner.apply(value, row);
    }
}
