package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.join.StreamGlobalTableJoin;
import io.millrace.streams.engine.operator.join.StreamTableJoin;
import io.millrace.streams.engine.operator.join.StreamTableJoin.Unmatched;
import io.millrace.streams.kstream.GlobalKTable;
import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.StreamJoined;
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
    public <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return joined(otherStream, withKey(joiner), windows, StreamJoinedSpec.unset(), WindowedJoin.Kind.INNER);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return joined(otherStream, joiner, windows, StreamJoinedSpec.unset(), WindowedJoin.Kind.INNER);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return joined(
                otherStream, withKey(joiner), windows, StreamJoinedSpec.of(streamJoined), WindowedJoin.Kind.INNER);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return joined(otherStream, joiner, windows, StreamJoinedSpec.of(streamJoined), WindowedJoin.Kind.INNER);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return joined(otherStream, withKey(joiner), windows, StreamJoinedSpec.unset(), WindowedJoin.Kind.LEFT);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return joined(otherStream, joiner, windows, StreamJoinedSpec.unset(), WindowedJoin.Kind.LEFT);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return joined(otherStream, withKey(joiner), windows, StreamJoinedSpec.of(streamJoined), WindowedJoin.Kind.LEFT);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return joined(otherStream, joiner, windows, StreamJoinedSpec.of(streamJoined), WindowedJoin.Kind.LEFT);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super @Nullable V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return joined(otherStream, withKey(joiner), windows, StreamJoinedSpec.unset(), WindowedJoin.Kind.OUTER);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super @Nullable V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return joined(otherStream, joiner, windows, StreamJoinedSpec.unset(), WindowedJoin.Kind.OUTER);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super @Nullable V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return joined(
                otherStream, withKey(joiner), windows, StreamJoinedSpec.of(streamJoined), WindowedJoin.Kind.OUTER);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super @Nullable V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return joined(otherStream, joiner, windows, StreamJoinedSpec.of(streamJoined), WindowedJoin.Kind.OUTER);
    }

    private <VRight, VOut> KStream<K, VOut> joined(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoinedSpec<K, V, VRight> spec,
            WindowedJoin.Kind kind) {
        StreamJoins<K, VRight> other = (StreamJoins<K, VRight>) require(otherStream, "otherStream");
        require(joiner, "joiner");
        require(windows, "windows");
        String given = spec.name();
        Flow<K, V> left = partitionedToJoin(
                flow.overridden(spec.serdes().key(), spec.serdes().left()), given == null ? null : given + "-left");
        Flow<K, VRight> right = other.partitionedToJoin(
                other.flow.overridden(spec.serdes().key(), spec.serdes().right()),
                given == null ? null : given + "-right");
        return new DslStream<>(new WindowedJoin<K, V, VRight, VOut>(kind, windows, spec, joiner).of(left, right));
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
        if (spec.grace() != null && table.table().historyMs() == null) {
            throw new IllegalArgumentException(
                    "KTable must be versioned to use a grace period in a stream table join.");
        }
        Flow<K, V> typed = flow.overridden(spec.keySerde(), spec.valueSerde());
        Flow<K, V> partitioned = partitionedToJoin(typed, spec.name());
        TableNode.Access<K, VTable> access = table.table().access();
        String prefix = unmatched == Unmatched.DROPPED ? "KSTREAM-JOIN-" : "KSTREAM-LEFTJOIN-";
        String name = flow.name(spec.name(), prefix);
        Set<String> sources = partitioned.sourcesWith(table.flow().sources());
        ProcessorSupplier<K, V, K, VOut> supplier =
                () -> new StreamTableJoin<>(access.lookup().get(), joiner, unmatched);
        Work work = spec.grace() == null
                ? new Work.Plain(supplier, access.stores())
                : new GraceJoin<>(typed, table.table(), spec.grace()).work(name, access, joiner, unmatched);
        flow.graph().add(new ProcessOperator(name, List.of(partitioned.node()), work, sources, effectOf(unmatched)));
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
        return new DslStream<>(
                flow.<K, VOut>then(name, Work.of(supplier), effectOf(unmatched)).withSerdes(flow.keySerde(), null));
    }

    private static ProcessOperator.Effect effectOf(Unmatched unmatched) {
        return unmatched == Unmatched.DROPPED ? ProcessOperator.Effect.OTHER : ProcessOperator.Effect.JOINED_WITH_NULL;
    }

    /** This stream partitioned by its key. Joins that take the same name for it share the topic. */
    private Flow<K, V> partitionedToJoin(Flow<K, V> typed, @Nullable String given) {
        if (!flow.rekeyed()) {
            return typed;
        }
        String baseName = given == null ? flow.graph().names().borrowed(flow.node()) : given;
        RepartitionOperator.Nodes nodes = Repartitions.nodes(flow.graph().names(), baseName);
        JoinRepartition earlier = joinRepartition;
        if (earlier != null && (given == null || earlier.baseName().equals(given))) {
            return Repartitions.behind(typed, earlier.nodes());
        }
        joinRepartition = new JoinRepartition(baseName, nodes);
        return Repartitions.through(typed, nodes, baseName, Repartitions.Wish.any());
    }

    static <T> T require(T argument, String name) {
        return Objects.requireNonNull(argument, () -> name + " cannot be null");
    }

    private <VOther, VOut> ValueJoinerWithKey<K, V, VOther, VOut> withKey(
            ValueJoiner<? super V, ? super VOther, ? extends VOut> joiner) {
        require(joiner, "joiner");
        return (key, value, other) -> joiner.apply(value, other);
    }
}
