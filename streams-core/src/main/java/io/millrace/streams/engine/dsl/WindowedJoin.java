package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.StreamPass;
import io.millrace.streams.engine.operator.join.JoinReach;
import io.millrace.streams.engine.operator.join.OuterJoinSide;
import io.millrace.streams.engine.operator.join.StreamStreamJoin;
import io.millrace.streams.engine.operator.join.StreamStreamOuterJoin;
import io.millrace.streams.engine.operator.join.StreamStreamSelfJoin;
import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.kstream.ValueJoinerWithKey;
import io.millrace.streams.processor.api.ProcessorSupplier;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds the join of two streams within windows to the graph. */
final class WindowedJoin<K, V1, V2, VOut> {

    /** Which records come out without a match. */
    enum Kind {
        INNER,
        LEFT,
        OUTER;

        String leftPrefix() {
            return this == OUTER ? "KSTREAM-OUTERTHIS-" : "KSTREAM-JOINTHIS-";
        }

        String rightPrefix() {
            return this == INNER ? "KSTREAM-JOINOTHER-" : "KSTREAM-OUTEROTHER-";
        }

        String leftSuffix() {
            return this == OUTER ? "-outer-this-join" : "-this-join";
        }

        String rightSuffix() {
            return this == INNER ? "-other-join" : "-outer-other-join";
        }
    }

    private final Kind kind;
    private final JoinWindows windows;
    private final StreamJoinedSpec<K, V1, V2> spec;
    private final ValueJoinerWithKey<? super K, ? super V1, ? super V2, ? extends VOut> joiner;

    WindowedJoin(
            Kind kind,
            JoinWindows windows,
            StreamJoinedSpec<K, V1, V2> spec,
            ValueJoinerWithKey<? super K, ? super V1, ? super V2, ? extends VOut> joiner) {
        this.kind = kind;
        this.windows = windows;
        this.spec = spec;
        this.joiner = joiner;
    }

    /** The joined flow of two that are partitioned alike. */
    Flow<K, VOut> of(Flow<K, V1> left, Flow<K, V2> right) {
        OperatorGraph graph = left.graph();
        NameSource names = graph.names();
        String given = spec.name();
        String leftWindow = names.node(given, "-this-windowed", "KSTREAM-WINDOWED-");
        String rightWindow = names.node(given, "-other-windowed", "KSTREAM-WINDOWED-");
        String generatedLeft = names.node(null, kind.leftPrefix());
        String generatedRight = names.node(null, kind.rightPrefix());
        StreamJoinOperator.Nodes nodes = new StreamJoinOperator.Nodes(
                leftWindow,
                rightWindow,
                given == null ? generatedLeft : given + kind.leftSuffix(),
                given == null ? generatedRight : given + kind.rightSuffix(),
                names.node(given, "-merge", "KSTREAM-MERGE-"));
        StreamJoinOperator.Stores stores = new JoinStores<>(kind, windows, spec, graph.storeDefaults(), names)
                .stores(generatedLeft, generatedRight);
        Set<String> sources = left.sourcesWith(right.sources());
        graph.add(new StreamJoinOperator(
                nodes, new StreamJoinOperator.Sides(left.node(), right.node()), stores, processors(stores), sources));
        return new Flow<>(graph, nodes.merge(), spec.serdes().key(), null, sources, false);
    }

    private StreamJoinOperator.Processors processors(StreamJoinOperator.Stores stores) {
        JoinReach reach = new JoinReach(windows.beforeMs, windows.afterMs);
        String unjoined = stores.unjoined() == null ? null : stores.unjoined().name();
        return new StreamJoinOperator.Processors(
                left(reach, stores.right().name(), unjoined),
                right(reach.reversed(), stores.left().name(), unjoined),
                self(reach, stores.left().name()),
                StreamPass::new);
    }

    private ProcessorSupplier<K, V1, K, VOut> left(JoinReach reach, String others, @Nullable String unjoined) {
        if (unjoined == null) {
            return () -> new StreamStreamJoin<>(others, reach, joiner);
        }
        OuterJoinSide<K, V1, V2, VOut> side = OuterJoinSide.left(
                new OuterJoinSide.Stores(others, unjoined), reach, windows.gracePeriodMs(), this::join);
        return () -> new StreamStreamOuterJoin<>(side);
    }

    private ProcessorSupplier<K, V2, K, VOut> right(JoinReach reach, String others, @Nullable String unjoined) {
        if (unjoined == null) {
            ValueJoinerWithKey<K, V2, V1, VOut> reversed = (key, value, other) -> joiner.apply(key, other, value);
            return () -> new StreamStreamJoin<>(others, reach, reversed);
        }
        OuterJoinSide<K, V2, V1, VOut> side = OuterJoinSide.right(
                new OuterJoinSide.Stores(others, unjoined),
                reach,
                windows.gracePeriodMs(),
                kind == Kind.OUTER,
                (key, value, other) -> join(key, other, value));
        return () -> new StreamStreamOuterJoin<>(side);
    }

    @SuppressWarnings("unchecked") // Only run when both sides are the same stream.
    private ProcessorSupplier<K, V1, K, VOut> self(JoinReach reach, String store) {
        var same = (ValueJoinerWithKey<? super K, ? super V1, ? super V1, ? extends VOut>) joiner;
        return () -> new StreamStreamSelfJoin<>(store, reach, windows.gracePeriodMs(), same);
    }

    @SuppressWarnings("NullAway") // The joiner of a left or outer join takes null; the common type cannot say so.
    private VOut join(K key, @Nullable V1 left, @Nullable V2 right) {
        return joiner.apply(key, left, right);
    }
}
