package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.processor.TaskId;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Tells an error handler where something went wrong. */
record FailureContext(TaskId taskId, String processorNodeId, RecordOrigin origin) implements ErrorHandlerContext {

    @Override
    public @Nullable String topic() {
        return origin.topic();
    }

    @Override
    public int partition() {
        return origin.partition();
    }

    @Override
    public long offset() {
        return origin.offset();
    }

    @Override
    public Headers headers() {
        return origin.headers();
    }

    @Override
    public long timestamp() {
        return origin.timestampMs();
    }

    @Override
    public byte @Nullable [] sourceRawKey() {
        return origin.rawKey();
    }

    @Override
    public byte @Nullable [] sourceRawValue() {
        return origin.rawValue();
    }
}
