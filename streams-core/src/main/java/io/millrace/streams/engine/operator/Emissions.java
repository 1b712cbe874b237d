package io.millrace.streams.engine.operator;

import io.millrace.streams.engine.metrics.CatalogEntry;
import io.millrace.streams.engine.metrics.Meter;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.metrics.OperatorMetering;
import io.millrace.streams.engine.metrics.Spread;
import io.millrace.streams.processor.api.ProcessingContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an operator measures of what it holds back and sends; nothing in a context that is not the engine's. Owned by the operator. */
public final class Emissions {

    private static final double NANOS_PER_MS = 1_000_000;

    private final ProcessingContext context;
    private final Meter sent;
    private final @Nullable Spread tookMs;

    private Emissions(ProcessingContext context, Meter sent, @Nullable Spread tookMs) {
        this.context = context;
        this.sent = sent;
        this.tookMs = tookMs;
    }

    /**
     * Those of an operator's node.
     *
     * @param count how many are sent
     * @param latency how long sending takes, null if that is not measured
     */
    public static Emissions of(ProcessingContext context, CatalogEntry count, @Nullable CatalogEntry latency) {
        if (!(context instanceof OperatorMetering metering)) {
            return new Emissions(context, Meter.NONE, null);
        }
        MetricScope scope = metering.metricsOf(Map.of("processor-node-id", metering.operatorName()));
        return new Emissions(context, scope.meter(count), latency == null ? null : scope.spread(latency));
    }

    /** The time, to be given back when all is sent; nothing is asked if nobody wants to know. */
    public long start() {
        return tookMs != null && tookMs.isRecorded() && context instanceof OperatorMetering metering
                ? metering.nanoTime()
                : 0;
    }

    /** So many were sent. */
    public void sent(long records) {
        sent.mark(records, context.currentSystemTimeMs());
    }

    /** So many were sent since then. */
    public void sent(long records, long sinceNanos) {
        sent(records);
        if (tookMs != null && tookMs.isRecorded() && context instanceof OperatorMetering metering) {
            tookMs.add((metering.nanoTime() - sinceNanos) / NANOS_PER_MS);
            tookMs.passOn(context.currentSystemTimeMs());
        }
    }
}
