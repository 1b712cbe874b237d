package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.join.JoinWindowWriter;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins two streams within windows. It is one operator as long as rewrites may still turn it into a self-join, and becomes
 * several nodes then. Children know it by the last of them.
 *
 * @param copartitioned sources whose topics must have equal partition counts
 */
record StreamJoinOperator(Nodes names, Sides sides, Stores stores, Processors processors, Set<String> copartitioned)
        implements Operator {

    /** Names of the nodes. */
    record Nodes(String leftWindow, String rightWindow, String left, String right, String merge) {}

    /** Names of the parents. They may be one and the same. */
    record Sides(String left, String right) {}

    /**
     * Where records wait for the other side.
     *
     * @param unjoined where they wait if they come out without a match as well; null for an inner join
     */
    record Stores(
            StoreBuilder<?> left,
            StoreBuilder<?> right,
            @Nullable StoreBuilder<?> unjoined) {}

    /** What the nodes run: one for each side, or one that joins a stream with itself from the left store alone. */
    record Processors(
            ProcessorSupplier<?, ?, ?, ?> left,
            ProcessorSupplier<?, ?, ?, ?> right,
            ProcessorSupplier<?, ?, ?, ?> self,
            ProcessorSupplier<?, ?, ?, ?> merge) {}

    StreamJoinOperator {
        copartitioned = Set.copyOf(copartitioned);
    }

    @Override
    public String name() {
        return names.merge();
    }

    @Override
    public List<String> parents() {
        return sides.left().equals(sides.right()) ? List.of(sides.left()) : List.of(sides.left(), sides.right());
    }

    @Override
    public Operator renamed(Renaming renaming) {
        Sides renamed = new Sides(renaming.parent(sides.left()), renaming.parent(sides.right()));
        return new StreamJoinOperator(names, renamed, stores, processors, renaming.sourceSet(copartitioned));
    }

    /** Whether both sides are the same stream, so that one store can serve both. */
    boolean isSelfJoin() {
        return sides.left().equals(sides.right());
    }

    /** Whether a record that meets nothing comes out. */
    boolean answersWithoutMatch() {
        return stores.unjoined() != null;
    }

    /** The operators that do this with one store; only if both sides are the same stream. */
    List<Operator> asSelfJoin() {
        return List.of(
                window(names.leftWindow(), sides.left(), stores.left()),
                join(names.merge(), names.leftWindow(), processors.self(), Set.of(stores.left()), Set.of()));
    }

    /** The operators that do this. */
    List<Operator> expanded() {
        return List.of(
                window(names.leftWindow(), sides.left(), stores.left()),
                window(names.rightWindow(), sides.right(), stores.right()),
                join(names.left(), names.leftWindow(), processors.left(), storesOfSide(stores.right()), copartitioned),
                join(names.right(), names.rightWindow(), processors.right(), storesOfSide(stores.left()), Set.of()),
                new ProcessOperator(
                        names.merge(), List.of(names.left(), names.right()), Work.of(processors.merge()), Set.of()));
    }

    private static Operator window(String name, String parent, StoreBuilder<?> store) {
        String storeName = store.name();
        return join(name, parent, () -> new JoinWindowWriter<>(storeName), Set.of(store), Set.of());
    }

    private Set<StoreBuilder<?>> storesOfSide(StoreBuilder<?> other) {
        StoreBuilder<?> unjoined = stores.unjoined();
        Set<StoreBuilder<?>> connected = new LinkedHashSet<>();
        connected.add(other);
        if (unjoined != null) {
            connected.add(unjoined);
        }
        return connected;
    }

    private static Operator join(
            String name,
            String parent,
            ProcessorSupplier<?, ?, ?, ?> supplier,
            Set<StoreBuilder<?>> connected,
            Set<String> copartitioned) {
        return new ProcessOperator(
                name, List.of(parent), Work.of(new StoringSupplier<>(supplier, connected)), copartitioned);
    }
}
