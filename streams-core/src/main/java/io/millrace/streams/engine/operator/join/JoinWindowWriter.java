package io.millrace.streams.engine.operator.join;

import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.WindowStore;

/**
 * Passes the records of one side of a stream-stream join on, and then keeps them for the other side to find. In this order, so that
 * a stream that is joined with itself meets what the new record makes the store forget.
 */
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
        context.forward(record);
        if (record.key() != null) {
            window.put(record.key(), record.value(), record.timestamp());
        }
    }
}
