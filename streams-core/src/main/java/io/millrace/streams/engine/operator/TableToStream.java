package io.millrace.streams.engine.operator;

import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;

/** Forgets what a value was before: the changes of a table as a stream. */
public final class TableToStream<K, V> implements Processor<K, Change<V>, K, V> {

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, V> context;

    @Override
    public void init(ProcessorContext<K, V> context) {
        this.context = context;
    }

    @Override
    @SuppressWarnings("NullAway") // A removed key is a null value in the stream; the record's type cannot say so.
    public void process(Record<K, Change<V>> record) {
        context.forward(record.withValue(record.value().newValue()));
    }
}
