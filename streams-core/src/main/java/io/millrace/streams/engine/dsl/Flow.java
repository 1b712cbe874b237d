package io.millrace.streams.engine.dsl;

import io.millrace.streams.processor.api.ProcessorSupplier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream stands: the operator it comes out of, and what is known of its records there.
 *
 * @param node name of the operator
 * @param keySerde null if unknown; then the default is used where one is needed
 * @param valueSerde as for the key
 * @param sources source nodes its records come from, for copartitioning
 * @param rekeyed whether the key may have changed since the records were partitioned
 */
record Flow<K, V>(
        OperatorGraph graph,
        String node,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde,
        Set<String> sources,
        boolean rekeyed) {

    /** A name for the next operator. */
    String name(@Nullable String given, String prefix) {
        return graph.names().node(given, prefix);
    }

    /** Adds a processor without stores; the flow behind it has these serdes. */
    <KOut, VOut> Flow<KOut, VOut> then(
            String name,
            ProcessorSupplier<K, V, KOut, VOut> supplier,
            @Nullable Serde<KOut> keySerdeThen,
            @Nullable Serde<VOut> valueSerdeThen) {
        return then(name, Work.of(supplier), keySerdeThen, valueSerdeThen);
    }

    /** Adds a processor without stores that keeps the key; the values behind it have this serde. */
    <VOut> Flow<K, VOut> thenKeepingKey(
            String name, ProcessorSupplier<K, V, K, VOut> supplier, @Nullable Serde<VOut> valueSerdeThen) {
        return then(name, new Work.KeyKeeping<>(supplier), keySerde, valueSerdeThen);
    }

    /** Adds a processor that passes records on as they are, or not at all. */
    Flow<K, V> thenPassing(String name, ProcessorSupplier<K, V, K, V> supplier) {
        return this.<K, V>then(name, new Work.KeyKeeping<>(supplier), ProcessOperator.Effect.PASSED)
                .withSerdes(keySerde, valueSerde);
    }

    /** Adds a processor that changes the key; the values behind it have this serde. */
    <KOut, VOut> Flow<KOut, VOut> thenRekeying(
            String name, ProcessorSupplier<K, V, KOut, VOut> supplier, @Nullable Serde<VOut> valueSerdeThen) {
        return this.<KOut, VOut>then(name, Work.of(supplier), ProcessOperator.Effect.REKEYED)
                .withSerdes(null, valueSerdeThen)
                .afterRekeying();
    }

    <KOut, VOut> Flow<KOut, VOut> then(
            String name, Work work, @Nullable Serde<KOut> keySerdeThen, @Nullable Serde<VOut> valueSerdeThen) {
        return this.<KOut, VOut>then(name, work, ProcessOperator.Effect.OTHER).withSerdes(keySerdeThen, valueSerdeThen);
    }

    /** Adds a processor; the serdes behind it are unknown. */
    <KOut, VOut> Flow<KOut, VOut> then(String name, Work work, ProcessOperator.Effect effect) {
        graph.add(new ProcessOperator(name, List.of(node), work, Set.of(), effect));
        return new Flow<>(graph, name, null, null, sources, rekeyed);
    }

    /** The same flow, its key changed. */
    Flow<K, V> afterRekeying() {
        return new Flow<>(graph, node, keySerde, valueSerde, sources, true);
    }

    /** The same flow, taken as one of these types. */
    Flow<K, V> withSerdes(@Nullable Serde<K> key, @Nullable Serde<V> value) {
        return new Flow<>(graph, node, key, value, sources, rekeyed);
    }

    /** The same flow with these serdes where they are given. */
    Flow<K, V> overridden(@Nullable Serde<K> key, @Nullable Serde<V> value) {
        return withSerdes(key == null ? keySerde : key, value == null ? valueSerde : value);
    }

    /** Sources of this flow and of another. */
    Set<String> sourcesWith(Set<String> others) {
        Set<String> all = new LinkedHashSet<>(sources);
        all.addAll(others);
        return all;
    }
}
