package io.millrace.streams.engine.operator;

import io.millrace.streams.kstream.ForeachAction;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;

/** Shows each record to an action and passes it on. */
public final class StreamPeek<K, V> implements Processor<K, V, K, V> {

    private final ForeachAction<? super K, ? super V> action;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, V> context;

    public StreamPeek(ForeachAction<? super K, ? super V> action) {
        this.action = action;
    }

    @Override
    public void init(ProcessorContext<K, V> context) {
        this.context = context;
    }

    @Override
    public void process(Record<K, V> record) {
        action.apply(record.key(), record.value());
        context.forward(record);
    }
}
