package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.millrace.streams.KeyValue;
import io.millrace.streams.kstream.TimeWindow;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.WindowStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeyPlacementTests {

    private static final int PARTITIONS = 4;

    private final QueryCluster cluster = new QueryCluster(PARTITIONS);

    /** Keys that belong into the first partition. */
    private List<String> keys(int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; keys.size() < count; i++) {
            if (cluster.partitionOf("key-" + i) == 0) {
                keys.add("key-" + i);
            }
        }
        return keys;
    }

    private static KeyPlacement placement(List<String> keys, int windows) {
        WindowStore<Object, Object> store = mock();
        when(store.all()).thenAnswer(call -> new Windows(keys, windows));
        LocalStores stores = mock();
        when(stores.find(any(), anyString(), any(), anyBoolean()))
                .thenReturn(new LocalStores.Found(
                        new TreeMap<>(Map.of(0, new LocalPartition(store, true, 0))),
                        new TreeSet<>(),
                        new TreeSet<>()));
        return new KeyPlacement(stores, new KeyCodecs(new PlainTexts(), List.of()));
    }

    @Test
    void keyIsCountedOnceHoweverManyWindowsItHas() {
        ManagedTopology topology = mock();
        List<String> few = keys(2);
        List<String> enough = keys(16);

        assertThat(placement(few, 20).partitionOf(QueryCluster.point(few.get(0)), topology, PARTITIONS))
                .isEmpty();
        assertThat(placement(enough, 2).partitionOf(QueryCluster.point(few.get(0)), topology, PARTITIONS))
                .hasValue(0);
    }

    /** Window after window, all keys of each. */
    private static final class Windows implements KeyValueIterator<Windowed<Object>, Object> {

        private final List<KeyValue<Windowed<Object>, Object>> entries = new ArrayList<>();
        private final Iterator<KeyValue<Windowed<Object>, Object>> rest;

        Windows(List<String> keys, int windows) {
            for (int window = 0; window < windows; window++) {
                for (String key : keys) {
                    entries.add(new KeyValue<>(new Windowed<>(key, new TimeWindow(window, window + 1)), 1L));
                }
            }
            rest = entries.iterator();
        }

        @Override
        public void close() {}

        @Override
        public Windowed<Object> peekNextKey() {
            return entries.get(0).key;
        }

        @Override
        public boolean hasNext() {
            return rest.hasNext();
        }

        @Override
        public KeyValue<Windowed<Object>, Object> next() {
            return rest.next();
        }
    }
}
