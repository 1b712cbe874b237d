package io.millrace.streams.engine.operator.suppress;

import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Looks keys up in a table whose changes are held back: what was before the change held, or else what the parent has. */
public final class SuppressedLookup<K, V> implements TableLookup<K, V> {

    private static final long NO_TIMESTAMP_MS = -1;

    private final TableLookup<K, V> parent;
    private final SuppressTerms<K, V> terms;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first lookup.
    private KeyValueStore<Bytes, byte[]> store;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first lookup.
    private Serde<K> keys;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first lookup.
    private Serde<V> values;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first lookup.
    private String topic;

    public SuppressedLookup(TableLookup<K, V> parent, SuppressTerms<K, V> terms) {
        this.parent = parent;
        this.terms = terms;
    }

    @Override
    public void init(ProcessingContext context) {
        parent.init(context);
        store = context.getStateStore(terms.storeName());
        keys = terms.keySerde(context);
        values = terms.valueSerde(context);
        topic = terms.topic(context);
    }

    @Override
    public void close() {
        parent.close();
    }

    @Override
    public @Nullable ValueAndTimestamp<V> find(K key) {
        byte[] bytes = store.get(Bytes.wrap(keys.serializer().serialize(topic, key)));
        if (bytes == null) {
            return parent.find(key);
        }
        byte[] prior = HeldChange.from(bytes).priorValue();
        return prior == null
                ? null
                : ValueAndTimestamp.make(values.deserializer().deserialize(topic, prior), NO_TIMESTAMP_MS);
    }
}
