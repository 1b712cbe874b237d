package io.millrace.streams.engine.operator;

import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;

/** Gives each record another key. */
public final class StreamSelectKey<K, V, KOut> implements Processor<K, V, KOut, V> {

    private final KeyValueMapper<? super K, ? super V, ? extends KOut> selector;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<KOut, V> context;

    public StreamSelectKey(KeyValueMapper<? super K, ? super V, ? extends KOut> selector) {
        this.selector = selector;
    }

    @Override
    public void init(ProcessorContext<KOut, V> context) {
        this.context = context;
    }

    @Override
    public void process(Record<K, V> record) {
        context.forward(record.withKey(selector.apply(record.key(), record.value())));
    }
}
