package io.millrace.streams.kstream;

import java.util.Map;

/** A buffer that never emits early. */
record StrictBuffer(SuppressionBuffer buffer) implements Suppressed.StrictBufferConfig {

    @Override
    public Suppressed.StrictBufferConfig withMaxRecords(long recordLimit) {
        return new StrictBuffer(buffer.withMaxRecords(recordLimit));
    }

    @Override
    public Suppressed.StrictBufferConfig withMaxBytes(long byteLimit) {
        return new StrictBuffer(buffer.withMaxBytes(byteLimit));
    }

    @Override
    public Suppressed.StrictBufferConfig withNoBound() {
        return new StrictBuffer(buffer.withNoBound());
    }

    @Override
    public Suppressed.StrictBufferConfig shutDownWhenFull() {
        return this;
    }

    @Override
    public Suppressed.EagerBufferConfig emitEarlyWhenFull() {
        return new EagerBuffer(buffer.when(SuppressionBuffer.WhenFull.EMIT_EARLY));
    }

    @Override
    public Suppressed.StrictBufferConfig withLoggingDisabled() {
        return new StrictBuffer(buffer.withLog(null));
    }

    @Override
    public Suppressed.StrictBufferConfig withLoggingEnabled(Map<String, String> config) {
        return new StrictBuffer(buffer.withLog(config));
    }
}
