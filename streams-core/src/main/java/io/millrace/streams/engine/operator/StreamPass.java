package io.millrace.streams.engine.operator;

import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;

/** Passes records on as they are: the place where streams merge. */
public final class StreamPass<K, V> implements Processor<K, V, K, V> {

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, V> context;

    @Override
    public void init(ProcessorContext<K, V> context) {
        this.context = context;
    }

    @Override
    public void process(Record<K, V> record) {
        context.forward(record);
    }
}
