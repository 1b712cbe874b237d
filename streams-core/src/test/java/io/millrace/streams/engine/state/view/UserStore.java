package io.millrace.streams.engine.state.view;

import io.millrace.streams.KeyValue;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/** Supplies stores as a user may write them. */
final class UserStore implements KeyValueBytesStoreSupplier {

    final List<KeyValueStore<Bytes, byte[]>> made = new ArrayList<>();

    @Override
    public String name() {
        return "store";
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        made.add(new MapStore());
        return made.get(made.size() - 1);
    }

    @Override
    public String metricsScope() {
        return "user";
    }

    private static final class MapStore implements KeyValueStore<Bytes, byte[]> {

        private final TreeMap<Bytes, byte[]> entries = new TreeMap<>();
        private boolean open;

        @Override
        public String name() {
            return "store";
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {
            context.register(root, (key, value) -> put(Bytes.wrap(key), value));
            open = true;
        }

        @Override
        public void put(Bytes key, byte[] value) {
            if (value == null) {
                entries.remove(key);
            } else {
                entries.put(key, value);
            }
        }

        @Override
        public byte[] putIfAbsent(Bytes key, byte[] value) {
            return entries.putIfAbsent(key, value);
        }

        @Override
        public void putAll(List<KeyValue<Bytes, byte[]>> all) {
            all.forEach(entry -> put(entry.key, entry.value));
        }

        @Override
        public byte[] delete(Bytes key) {
            return entries.remove(key);
        }

        @Override
        public byte[] get(Bytes key) {
            return entries.get(key);
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
            return iterator(entries.subMap(from, true, to, true));
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> all() {
            return iterator(entries);
        }

        @Override
        public long approximateNumEntries() {
            return entries.size();
        }

        @Override
        public boolean persistent() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }

        private static KeyValueIterator<Bytes, byte[]> iterator(Map<Bytes, byte[]> map) {
            Iterator<Map.Entry<Bytes, byte[]>> rest =
                    List.copyOf(map.entrySet()).iterator();
            return new KeyValueIterator<>() {
                @Override
                public boolean hasNext() {
                    return rest.hasNext();
                }

                @Override
                public KeyValue<Bytes, byte[]> next() {
                    Map.Entry<Bytes, byte[]> next = rest.next();
                    return KeyValue.pair(next.getKey(), next.getValue());
                }

                @Override
                public Bytes peekNextKey() {
                    throw new IllegalStateException("Nobody peeks in this test.");
                }

                @Override
                public void close() {}
            };
        }
    }
}
