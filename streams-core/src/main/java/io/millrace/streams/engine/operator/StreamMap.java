package io.millrace.streams.engine.operator;

import io.millrace.streams.KeyValue;
import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import java.util.Objects;

/** Turns each record into one with another key and value. */
public final class StreamMap<K, V, KOut, VOut> implements Processor<K, V, KOut, VOut> {

    private final KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> mapper;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<KOut, VOut> context;

    public StreamMap(KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> mapper) {
        this.mapper = mapper;
    }

    @Override
    public void init(ProcessorContext<KOut, VOut> context) {
        this.context = context;
    }

    @Override
    public void process(Record<K, V> record) {
        KeyValue<? extends KOut, ? extends VOut> mapped = Objects.requireNonNull(
                mapper.apply(record.key(), record.value()),
                "The mapper given to map returned null; to drop a record, filter it.");
        context.forward(record.withKey(mapped.key).withValue(mapped.value));
    }
}
