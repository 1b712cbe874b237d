package io.millrace.streams.kstream;

import java.util.Map;

/** A buffer that emits early when it is full. */
record EagerBuffer(SuppressionBuffer buffer) implements Suppressed.EagerBufferConfig {

    @Override
    public Suppressed.EagerBufferConfig withMaxRecords(long recordLimit) {
        return new EagerBuffer(buffer.withMaxRecords(recordLimit));
    }

    @Override
    public Suppressed.EagerBufferConfig withMaxBytes(long byteLimit) {
        return new EagerBuffer(buffer.withMaxBytes(byteLimit));
    }

    @Override
    public Suppressed.StrictBufferConfig withNoBound() {
        return new StrictBuffer(buffer.withNoBound());
    }

    @Override
    public Suppressed.StrictBufferConfig shutDownWhenFull() {
        return new StrictBuffer(buffer.when(SuppressionBuffer.WhenFull.SHUT_DOWN));
    }

    @Override
    public Suppressed.EagerBufferConfig emitEarlyWhenFull() {
        return this;
    }

    @Override
    public Suppressed.EagerBufferConfig withLoggingDisabled() {
        return new EagerBuffer(buffer.withLog(null));
    }

    @Override
    public Suppressed.EagerBufferConfig withLoggingEnabled(Map<String, String> config) {
        return new EagerBuffer(buffer.withLog(config));
    }
}
