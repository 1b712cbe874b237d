package io.millrace.streams.engine.operator.join;

import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.WindowStore;

/** Keeps the records of one side of a stream-stream join for the other side to find, and passes them on. */
public final class JoinWindowWriter<K, V> implements Processor<K, V, K, V> {

    private final String storeName;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, V> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private WindowStore<K, V> window;

    public JoinWindowWriter(String storeName) {
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessorContext<K, V> context) {
        this.context = context;
        window = context.getStateStore(storeName);
    }

    @Override
    public void process(Record<K, V> record) {
        if (record.key() != null) {
            window.put(record.key(), record.value(), record.timestamp());
        }
        context.forward(record);
    }
}
