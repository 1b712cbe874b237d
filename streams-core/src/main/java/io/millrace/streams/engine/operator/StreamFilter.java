package io.millrace.streams.engine.operator;

import io.millrace.streams.kstream.Predicate;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;

/** Lets records pass that satisfy a predicate. */
public final class StreamFilter<K, V> implements Processor<K, V, K, V> {

    private final Predicate<? super K, ? super V> predicate;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, V> context;

    public StreamFilter(Predicate<? super K, ? super V> predicate) {
        this.predicate = predicate;
    }

    @Override
    public void init(ProcessorContext<K, V> context) {
        this.context = context;
    }

    @Override
    public void process(Record<K, V> record) {
        if (predicate.test(record.key(), record.value())) {
            context.forward(record);
        }
    }
}
