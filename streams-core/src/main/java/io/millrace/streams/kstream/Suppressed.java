package io.millrace.streams.kstream;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which updates of a table are held back, and for how long.
 *
 * <p>Held-back updates wait in a buffer on the heap, which has a changelog topic. Only the last one of each key is kept.
 *
 * @param <K> type of the table's keys
 */
public interface Suppressed<K> extends NamedOperation<Suppressed<K>> {

    /**
     * Bounds of the buffer, and what happens when it is full.
     *
     * <p>Configurations are values: each {@code with} method returns a new one.
     *
     * @param <BC> the kind of configuration itself
     */
    interface BufferConfig<BC extends BufferConfig<BC>> {

        /**
         * Returns a buffer of limited length, which emits its oldest entries early when it is full.
         *
         * @param recordLimit the most keys that it holds
         * @return the configuration
         */
        static EagerBufferConfig maxRecords(long recordLimit) {
            return new EagerBuffer(SuppressionBuffer.unbounded(SuppressionBuffer.WhenFull.EMIT_EARLY)
                    .withMaxRecords(recordLimit));
        }

        /**
         * Limits the length of the buffer.
         *
         * @param recordLimit the most keys that it holds
         * @return the configuration
         */
        BC withMaxRecords(long recordLimit);

        /**
         * Returns a buffer of limited size, which emits its oldest entries early when it is full.
         *
         * @param byteLimit about the most bytes that it uses
         * @return the configuration
         */
        static EagerBufferConfig maxBytes(long byteLimit) {
            return new EagerBuffer(SuppressionBuffer.unbounded(SuppressionBuffer.WhenFull.EMIT_EARLY)
                    .withMaxBytes(byteLimit));
        }

        /**
         * Limits the size of the buffer.
         *
         * @param byteLimit about the most bytes that it uses
         * @return the configuration
         */
        BC withMaxBytes(long byteLimit);

        /**
         * Returns a buffer without bounds. It holds back all it is to hold back, or the heap runs out.
         *
         * @return the configuration
         */
        static StrictBufferConfig unbounded() {
            return new StrictBuffer(SuppressionBuffer.unbounded(SuppressionBuffer.WhenFull.SHUT_DOWN));
        }

        /**
         * Takes the bounds away.
         *
         * @return the configuration
         */
        StrictBufferConfig withNoBound();

        /**
         * Stops the application when the buffer is full.
         *
         * @return the configuration
         */
        StrictBufferConfig shutDownWhenFull();

        /**
         * Emits the oldest entries early when the buffer is full.
         *
         * @return the configuration
         */
        EagerBufferConfig emitEarlyWhenFull();

        /**
         * Does without a changelog topic: what is held back is lost when the application stops unexpectedly.
         *
         * @return the configuration
         */
        BC withLoggingDisabled();

        /**
         * Backs the buffer with a changelog topic, as is the default.
         *
         * @param config settings of the topic beyond the defaults; may be empty
         * @return the configuration
         */
        BC withLoggingEnabled(Map<String, String> config);
    }

    /** A buffer that never emits early. */
    interface StrictBufferConfig extends BufferConfig<StrictBufferConfig> {}

    /** A buffer that emits early when it is full. */
    interface EagerBufferConfig extends BufferConfig<EagerBufferConfig> {}

    /**
     * Holds back all updates of a window until it has closed, and emits the final one.
     *
     * @param bufferConfig bounds of the buffer, which must not emit early
     * @return the option
     * @throws NullPointerException if the bounds are null
     */
    static Suppressed<Windowed<?>> untilWindowCloses(StrictBufferConfig bufferConfig) {
        return new Suppression<>(null, null, SuppressionBuffer.of(bufferConfig));
    }

    /**
     * Holds back the updates of a key for a while after the first one, and emits the last.
     *
     * @param timeToWaitForMoreEvents how long, in stream time; null for ever, until the buffer is full
     * @param bufferConfig bounds of the buffer, null for none
     * @param <K> type of the table's keys
     * @return the option
     * @throws IllegalArgumentException if the time is negative or too long to be counted in milliseconds
     */
    static <K> Suppressed<K> untilTimeLimit(
            @Nullable Duration timeToWaitForMoreEvents, @Nullable BufferConfig<?> bufferConfig) {
        Duration waitTime =
                timeToWaitForMoreEvents == null ? Duration.ofMillis(Long.MAX_VALUE) : timeToWaitForMoreEvents;
        if (TimeArgument.toMs(waitTime, "timeToWaitForMoreEvents") < 0) {
            throw new IllegalArgumentException(
                    "Updates cannot wait for a negative time, but are to wait " + waitTime + ".");
        }
        return new Suppression<>(
                null, waitTime, SuppressionBuffer.of(bufferConfig == null ? BufferConfig.unbounded() : bufferConfig));
    }

    /**
     * Names the operation.
     *
     * @param name name of the node, and base of the names of buffer and changelog; null for a generated one
     * @return a new option
     */
    @Override
    Suppressed<K> withName(@Nullable String name);
}
