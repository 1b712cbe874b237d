package io.millrace.streams.engine.state;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.processor.api.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The record in hand as far as a context that is not a task's tells; it says nothing of timestamps. */
public record StandaloneOrigin(StateStoreContext context) implements OriginScope {

    @Override
    public RecordOrigin current() {
        RecordMetadata metadata = context.recordMetadata().orElse(null);
        return metadata == null
                ? new RecordOrigin(null, -1, -1, 0, new RecordHeaders(), null, null)
                : new RecordOrigin(
                        metadata.topic(), metadata.partition(), metadata.offset(), 0, new RecordHeaders(), null, null);
    }

    @Override
    public void enter(RecordOrigin origin) {}
}
