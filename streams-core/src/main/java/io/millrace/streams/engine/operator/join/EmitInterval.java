package io.millrace.streams.engine.operator.join;

import io.millrace.streams.StreamsConfig.InternalConfig;
import java.util.Map;

/** How often to look for records that can find no match any more. */
final class EmitInterval {

    private static final long DEFAULT_MS = 1_000;

    private EmitInterval() {}

    static long ofMs(Map<String, Object> configs) {
        Object given = configs.get(InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_OUTER_JOIN_SPURIOUS_RESULTS_FIX);
        if (given instanceof Number number) {
            return number.longValue();
        }
        return given instanceof String text ? Long.parseLong(text) : DEFAULT_MS;
    }
}
