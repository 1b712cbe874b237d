package io.millrace.streams.engine.kafka;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.processor.TaskId;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the production exception handler is told of the record that caused a refused send.
 *
 * @param node the sink node, or the changelog topic when a store's change was refused
 */
record SendErrorContext(TaskId taskId, String node, RecordOrigin source) implements ErrorHandlerContext {

    @Override
    public @Nullable String topic() {
        return source.topic();
    }

    @Override
    public int partition() {
        return source.partition();
    }

    @Override
    public long offset() {
        return source.offset();
    }

    @Override
    public Headers headers() {
        return source.headers();
    }

    @Override
    public String processorNodeId() {
        return node;
    }

    @Override
    public long timestamp() {
        return source.timestampMs();
    }

    @Override
    public byte @Nullable [] sourceRawKey() {
        return source.rawKey();
    }

    @Override
    public byte @Nullable [] sourceRawValue() {
        return source.rawValue();
    }
}
