package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.KeyValue;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serializer;

/** One partition of a store, in a map. */
final class MapStore implements KeyValueStore<String, Long> {

    final TreeMap<String, Long> entries = new TreeMap<>();

    @Override
    public Long get(String key) {
        return entries.get(key);
    }

    @Override
    public void put(String key, Long value) {
        entries.put(key, value);
    }

    @Override
    public Long putIfAbsent(String key, Long value) {
        return entries.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<String, Long>> pairs) {
        pairs.forEach(pair -> entries.put(pair.key, pair.value));
    }

    @Override
    public Long delete(String key) {
        return entries.remove(key);
    }

    @Override
    public KeyValueIterator<String, Long> range(String from, String to) {
        Map<String, Long> tail = from == null ? entries : entries.tailMap(from, true);
        return new Entries(to == null ? tail : new TreeMap<>(tail).headMap(to, true));
    }

    @Override
    public KeyValueIterator<String, Long> all() {
        return new Entries(entries);
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<String, Long> prefixScan(P prefix, PS serializer) {
        return new Entries(entries.subMap(prefix.toString(), prefix + "\uffff"));
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public String name() {
        return QueryCluster.STORE;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private static final class Entries implements KeyValueIterator<String, Long> {

        private final Iterator<Map.Entry<String, Long>> entries;
        private Map.Entry<String, Long> next;

        Entries(Map<String, Long> entries) {
            this.entries = List.copyOf(entries.entrySet()).iterator();
            advance();
        }

        private void advance() {
            next = entries.hasNext() ? entries.next() : null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public String peekNextKey() {
            return next.getKey();
        }

        @Override
        public KeyValue<String, Long> next() {
            KeyValue<String, Long> pair = KeyValue.pair(next.getKey(), next.getValue());
            advance();
            return pair;
        }

        @Override
        public void close() {}
    }
}
