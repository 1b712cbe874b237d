package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.join.StreamTableGraceJoin;
import io.millrace.streams.engine.operator.join.StreamTableJoin.Unmatched;
import io.millrace.streams.engine.operator.join.WaitTerms;
import io.millrace.streams.engine.state.view.Suppliers;
import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.kstream.ValueJoinerWithKey;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Makes the processor that joins a stream with a table whose late changes it waits for.
 *
 * @param grace how long it waits
 */
record GraceJoin<K, V, VTable>(Flow<K, V> stream, TableNode<K, VTable> table, Duration grace) {

    <VOut> Work work(
            String node,
            TableNode.Access<K, VTable> access,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VTable, ? extends VOut> joiner,
            Unmatched unmatched) {
        return new Work.Late(
                () -> {
                    WaitTerms<K, V> terms =
                            new WaitTerms<>(node, node + "-Buffer", graceMs(), stream.keySerde(), stream.valueSerde());
                    ProcessorSupplier<K, V, K, VOut> join = () ->
                            new StreamTableGraceJoin<>(terms, access.lookup().get(), joiner, unmatched);
                    return new StoringSupplier<>(join, Set.of(buffer(terms.storeName())));
                },
                access.stores());
    }

    private long graceMs() {
        long graceMs = grace.toMillis();
        Long historyMs = table.historyMs();
        if (historyMs != null && historyMs < graceMs) {
            throw new IllegalArgumentException("History retention must be at least grace period.");
        }
        return graceMs;
    }

    private static StoreBuilder<?> buffer(String name) {
        return ViewBuilders.keyValue(Suppliers.PERSISTENT.keyValue(name), Serdes.Bytes(), Serdes.ByteArray());
    }
}
