package io.millrace.streams.engine.state;

import io.millrace.streams.processor.RecordContext;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;

/**
 * Forwards a record that was kept for a while as one read where it once was read. The processor context that the engine gives to an
 * operator is one of these.
 */
public interface SourceForward {

    /** Where the record in hand was read, and as what: to keep, and to forward from later. */
    RecordContext source();

    /** Forwards to all children, with what the record in hand was read as instead of what is being processed. */
    void forwardFrom(RecordContext source, Record<?, ?> record);

    /** Forwards to all children as {@link #forwardFrom} does, or plainly if the record was not read, or the context is not the engine's. */
    static <K, V> void forward(ProcessorContext<K, V> context, RecordContext source, Record<K, V> record) {
        String topic = source.topic();
        if (topic == null || topic.isEmpty() || !(context instanceof SourceForward forward)) {
            context.forward(record);
        } else {
            forward.forwardFrom(source, record);
        }
    }
}
