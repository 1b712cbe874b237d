package io.millrace.streams.engine.operator;

import io.millrace.streams.KeyValue;
import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import java.util.Objects;

/** Turns each record into any number of records with other keys and values. */
public final class StreamFlatMap<K, V, KOut, VOut> implements Processor<K, V, KOut, VOut> {

    private final KeyValueMapper<
                    ? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends KOut, ? extends VOut>>>
            mapper;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<KOut, VOut> context;

    public StreamFlatMap(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends KOut, ? extends VOut>>>
                    mapper) {
        this.mapper = mapper;
    }

    @Override
    public void init(ProcessorContext<KOut, VOut> context) {
        this.context = context;
    }

    @Override
    public void process(Record<K, V> record) {
        Iterable<? extends KeyValue<? extends KOut, ? extends VOut>> mapped = Objects.requireNonNull(
                mapper.apply(record.key(), record.value()),
                "The mapper given to flatMap returned null; return an empty collection for no records.");
        for (KeyValue<? extends KOut, ? extends VOut> pair : mapped) {
            context.forward(record.withKey(pair.key).withValue(pair.value));
        }
    }
}
