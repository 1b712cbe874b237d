package io.millrace.streams.engine.operator;

import io.millrace.streams.kstream.ValueMapperWithKey;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;

/** Gives each record another value. */
public final class StreamMapValues<K, V, VOut> implements Processor<K, V, K, VOut> {

    private final ValueMapperWithKey<? super K, ? super V, ? extends VOut> mapper;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, VOut> context;

    public StreamMapValues(ValueMapperWithKey<? super K, ? super V, ? extends VOut> mapper) {
        this.mapper = mapper;
    }

    @Override
    public void init(ProcessorContext<K, VOut> context) {
        this.context = context;
    }

    @Override
    public void process(Record<K, V> record) {
        context.forward(record.withValue(mapper.apply(record.key(), record.value())));
    }
}
