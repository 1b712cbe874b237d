package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A key-value store with timestamps. */
final class ModelledKeyValues extends ModelledStore {

    /** What the listener was told last of each key, since the store was opened or went back. */
    private final Map<String, String> told = new HashMap<>();

    private @Nullable TimestampedKeyValueStore<String, Object> store;

    ModelledKeyValues(Traits traits) {
        super(traits);
    }

    @Override
    void open(StoreHost context) {
        StoreBuilder<TimestampedKeyValueStore<String, Object>> builder = ViewBuilders.timestampedKeyValue(
                traits.suppliers().timestampedKeyValue(traits.name()), traits.keySerde(), traits.valueSerde());
        if (traits.caching()) {
            builder.withCachingEnabled();
        }
        TimestampedKeyValueStore<String, Object> opened = builder.build();
        opened.init(context, opened);
        store = opened;
        if (traits.caching()) {
            @SuppressWarnings("unchecked")
            ChangeSource<String, Object> source = (ChangeSource<String, Object>) opened;
            source.onDrain((key, newValue, oldValue, timestampMs) -> {
                Contents before = committed;
                String last = told.containsKey(key) ? told.get(key) : before.entries.get(new Id(key, 0, 0));
                expect("the old value told of " + key, oldValue, last == null ? null : last.split("@")[0]);
                told.put(key, newValue == null ? null : newValue.toString());
            });
        }
    }

    @Override
    void settled() {
        told.clear();
    }

    @Override
    TimestampedKeyValueStore<String, Object> store() {
        return Objects.requireNonNull(store);
    }

    @Override
    Write draw(int number, long offset, RandomGenerator random) {
        return new Write(number, offset, key(random), value(offset, random), random.nextInt(1_000), random.nextInt(6));
    }

    @Override
    void write(Write write) {
        Id id = new Id(write.key(), 0, 0);
        String value = write.value();
        Object object = value == null ? null : traits.value(value);
        ValueAndTimestamp<Object> put = ValueAndTimestamp.make(object, write.timeMs());
        String stored = value == null ? null : value + "@" + write.timeMs();
        String before = now.entries.get(id);
        switch ((int) write.startMs()) {
            case 0 -> expect("what delete returns", shown(store().delete(write.key())), before);
            case 1 -> expect("what putIfAbsent returns", shown(store().putIfAbsent(write.key(), put)), before);
            default -> store().put(write.key(), put);
        }
        traits.spoil(object);
        if (write.startMs() == 0) {
            stored = null;
        } else if (write.startMs() == 1 && before != null) {
            return;
        }
        now.set(id, stored);
        now.lastOffset = write.offset();
    }

    private static @Nullable String shown(@Nullable ValueAndTimestamp<Object> value) {
        return value == null ? null : value.value() + "@" + value.timestamp();
    }

    @Override
    void read(RandomGenerator random) {
        String from = key(random);
        String to = key(random);
        ValueAndTimestamp<Object> found = store().get(from);
        expect("get(" + from + ")", shown(found), now.entries.get(new Id(from, 0, 0)));
        traits.spoil(ValueAndTimestamp.getValueOrNull(found));
        if (random.nextInt(3) == 0) {
            List<String> expected = new ArrayList<>();
            if (from.compareTo(to) <= 0) {
                now.entries
                        .subMap(new Id(from, 0, 0), true, new Id(to, 0, 0), true)
                        .forEach((id, value) -> expected.add(id.key() + "=" + value));
            }
            expect("range " + from + " to " + to, drained(store().range(from, to)), expected);
            expect("the range backward", drained(store().reverseRange(from, to)), reversed(expected));
        }
    }

    private List<String> drained(KeyValueIterator<String, ValueAndTimestamp<Object>> iterator) {
        List<String> entries = new ArrayList<>();
        try (iterator) {
            iterator.forEachRemaining(entry -> {
                entries.add(entry.key + "=" + shown(entry.value));
                traits.spoil(entry.value.value());
            });
        }
        return entries;
    }

    @Override
    NavigableMap<String, String> shown() {
        NavigableMap<String, String> shown = new TreeMap<>();
        try (KeyValueIterator<String, ValueAndTimestamp<Object>> all = store().all()) {
            all.forEachRemaining(entry -> shown.put(entry.key, String.valueOf(shown(entry.value))));
        }
        return shown;
    }

    @Override
    NavigableMap<String, String> shown(Contents contents) {
        NavigableMap<String, String> shown = new TreeMap<>();
        contents.entries.forEach((id, value) -> shown.put(id.key(), value));
        return shown;
    }

    @Override
    void replay(ConsumerRecord<byte[], byte[]> record, Contents into) {
        into.set(
                new Id(text(record.key()), 0, 0),
                record.value() == null ? null : text(record.value()) + "@" + record.timestamp());
    }
}
