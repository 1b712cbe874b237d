package io.millrace.streams.engine.operator.suppress;

import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.metrics.OperatorMetering;
import io.millrace.streams.engine.metrics.Spread;
import io.millrace.streams.engine.metrics.StoreCatalog;
import io.millrace.streams.processor.api.ProcessingContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures how much a suppression holds back, record by record; nothing in a context that is not the engine's.
 *
 * @param records how many records, null if nothing is measured
 * @param bytes how many bytes, null if nothing is measured
 */
record HeldFill(
        ProcessingContext context,
        @Nullable Spread records,
        @Nullable Spread bytes) {

    static HeldFill of(ProcessingContext context, String store) {
        if (!(context instanceof OperatorMetering metering)) {
            return new HeldFill(context, null, null);
        }
        MetricScope scope = metering.metricsOf(Map.of("in-memory-suppression-state-id", store));
        return new HeldFill(
                context, scope.spread(StoreCatalog.SUPPRESSION_COUNT), scope.spread(StoreCatalog.SUPPRESSION_SIZE));
    }

    void measure(HeldChanges held) {
        if (records != null && bytes != null && records.isRecorded()) {
            records.add(held.count());
            records.passOn(context.currentSystemTimeMs());
            bytes.add((double) held.bytes());
            bytes.passOn(context.currentSystemTimeMs());
        }
    }
}
