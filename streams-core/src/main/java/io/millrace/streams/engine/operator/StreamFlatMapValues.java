package io.millrace.streams.engine.operator;

import io.millrace.streams.kstream.ValueMapperWithKey;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import java.util.Objects;

/** Turns each record into any number of records with the same key. */
public final class StreamFlatMapValues<K, V, VOut> implements Processor<K, V, K, VOut> {

    private final ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VOut>> mapper;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, VOut> context;

    public StreamFlatMapValues(ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VOut>> mapper) {
        this.mapper = mapper;
    }

    @Override
    public void init(ProcessorContext<K, VOut> context) {
        this.context = context;
    }

    @Override
    public void process(Record<K, V> record) {
        Iterable<? extends VOut> mapped = Objects.requireNonNull(
                mapper.apply(record.key(), record.value()),
                "The mapper given to flatMapValues returned null; return an empty collection for no records.");
        for (VOut value : mapped) {
            context.forward(record.withValue(value));
        }
    }
}
