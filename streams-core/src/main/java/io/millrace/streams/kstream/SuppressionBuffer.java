package io.millrace.streams.kstream;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Suppressed.BufferConfig} says, for those who carry it out.
 *
 * @param maxRecords the most keys that the buffer holds
 * @param maxBytes about the most bytes that it uses
 * @param whenFull what happens when it is full
 * @param logConfig settings of its changelog topic, null if it has none
 */
public record SuppressionBuffer(
        long maxRecords,
        long maxBytes,
        WhenFull whenFull,
        @Nullable Map<String, String> logConfig) {

    /** What happens when the buffer is full. */
    public enum WhenFull {

        /** The oldest entries are emitted early. */
        EMIT_EARLY,

        /** The application stops. */
        SHUT_DOWN
    }

    /** Copies the settings of the changelog topic. */
    public SuppressionBuffer {
        logConfig = logConfig == null ? null : Map.copyOf(logConfig);
    }

    static SuppressionBuffer unbounded(WhenFull whenFull) {
        return new SuppressionBuffer(Long.MAX_VALUE, Long.MAX_VALUE, whenFull, Map.of());
    }

    static SuppressionBuffer of(Suppressed.BufferConfig<?> config) {
        if (config instanceof EagerBuffer eager) {
            return eager.buffer();
        }
        if (config instanceof StrictBuffer strict) {
            return strict.buffer();
        }
        Objects.requireNonNull(config, "The buffer's configuration cannot be null; use BufferConfig.unbounded().");
        throw new IllegalArgumentException(
                "Buffer configuration of type " + config.getClass().getName()
                        + " is not known; create it with the methods of Suppressed.BufferConfig.");
    }

    SuppressionBuffer withMaxRecords(long limit) {
        return new SuppressionBuffer(limit, maxBytes, whenFull, logConfig);
    }

    SuppressionBuffer withMaxBytes(long limit) {
        return new SuppressionBuffer(maxRecords, limit, whenFull, logConfig);
    }

    SuppressionBuffer withNoBound() {
        return new SuppressionBuffer(Long.MAX_VALUE, Long.MAX_VALUE, WhenFull.SHUT_DOWN, logConfig);
    }

    SuppressionBuffer when(WhenFull full) {
        return new SuppressionBuffer(maxRecords, maxBytes, full, logConfig);
    }

    SuppressionBuffer withLog(@Nullable Map<String, String> config) {
        return new SuppressionBuffer(maxRecords, maxBytes, whenFull, config);
    }
}
