package io.millrace.streams.engine.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.layout.WindowKey;
import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.state.WindowStoreIterator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A window store: with timestamps, or without and with several values a window. */
final class ModelledWindows extends ModelledStore {

    private final boolean duplicates;
    private @Nullable WindowStore<String, Object> store;

    ModelledWindows(Traits traits, boolean duplicates) {
        super(traits);
        this.duplicates = duplicates;
    }

    @Override
    @SuppressWarnings("unchecked") // a store of values with timestamps is used as one of objects
    void open(StoreHost context) {
        Duration retention = Duration.ofMillis(RETENTION_MS);
        Duration size = Duration.ofMillis(TICK_MS);
        if (duplicates) {
            store = ViewBuilders.window(
                            traits.suppliers().window(traits.name(), retention, size, true),
                            traits.keySerde(),
                            traits.valueSerde())
                    .build();
        } else {
            StoreBuilder<TimestampedWindowStore<String, Object>> builder = ViewBuilders.timestampedWindow(
                    traits.suppliers().timestampedWindow(traits.name(), retention, size, false),
                    traits.keySerde(),
                    traits.valueSerde());
            if (traits.caching()) {
                builder.withCachingEnabled();
            }
            store = (WindowStore<String, Object>) (WindowStore<String, ?>) builder.build();
        }
        store().init(context, store());
        if (!duplicates && traits.caching()) {
            ((ChangeSource<Windowed<String>, Object>) store())
                    .onDrain((key, newValue, oldValue, timestampMs) ->
                            expect("the new value told", newValue, told(key)));
        }
    }

    /** What the model has of a window that may have expired meanwhile. */
    private @Nullable Object told(Windowed<String> key) {
        String value = now.entries.get(new Id(key.key(), key.window().start(), 0));
        return value == null ? null : value.split("@")[0];
    }

    @Override
    WindowStore<String, Object> store() {
        return Objects.requireNonNull(store);
    }

    @Override
    Write draw(int number, long offset, RandomGenerator random) {
        String value = value(offset, random);
        long startMs = time(random);
        return new Write(number, offset, key(random), value, startMs, random.nextInt(1_000));
    }

    @Override
    void write(Write write) {
        long startMs = write.timeMs();
        String value = write.value();
        Object object = value == null ? null : traits.value(value);
        store().put(write.key(), duplicates ? object : ValueAndTimestamp.make(object, write.startMs()), startMs);
        traits.spoil(object);
        if (value == null && duplicates) {
            // Which moves only the time, and only that of a store in memory.
            if (traits.backing() == Backing.IN_MEMORY) {
                now.observe(startMs);
            }
            return;
        }
        now.observe(startMs);
        if (startMs < now.earliestLiveMs()) {
            return;
        }
        if (duplicates) {
            now.set(new Id(write.key(), startMs, ++now.sequence), value);
        } else {
            now.set(new Id(write.key(), startMs, 0), value == null ? null : value + "@" + write.startMs());
        }
        now.lastOffset = write.offset();
    }

    private static String shownValue(Object value) {
        return value instanceof ValueAndTimestamp<?> timed ? timed.value() + "@" + timed.timestamp() : value.toString();
    }

    private void spoil(Object value) {
        traits.spoil(value instanceof ValueAndTimestamp<?> timed ? timed.value() : value);
    }

    @Override
    void read(RandomGenerator random) {
        String key = key(random);
        long from = time(random);
        long to = from + random.nextInt(20) * TICK_MS;
        if (!duplicates) {
            Object found = store().fetch(key, from);
            String expected = from < now.earliestLiveMs() ? null : now.entries.get(new Id(key, from, 0));
            expect("fetch(" + key + ", " + from + ")", found == null ? null : shownValue(found), expected);
        }
        List<String> expected = new ArrayList<>();
        long earliest = Math.max(from, now.earliestLiveMs());
        now.entries.forEach((id, value) -> {
            if (id.key().equals(key) && id.first() >= earliest && id.first() <= to) {
                expected.add(id.first() + "=" + value);
            }
        });
        expect("fetch(" + key + ", " + from + ", " + to + ")", drained(store().fetch(key, from, to)), expected);
        if (random.nextInt(3) == 0) {
            expect("the fetch backward", drained(store().backwardFetch(key, from, to)), reversed(expected));
            expect("everything", shown(), shown(now));
        }
    }

    private List<String> drained(WindowStoreIterator<Object> iterator) {
        List<String> entries = new ArrayList<>();
        try (iterator) {
            iterator.forEachRemaining(entry -> {
                entries.add(entry.key + "=" + shownValue(entry.value));
                spoil(entry.value);
            });
        }
        return entries;
    }

    @Override
    NavigableMap<String, String> shown() {
        NavigableMap<String, String> shown = new TreeMap<>();
        try (KeyValueIterator<Windowed<String>, Object> all = store().all()) {
            all.forEachRemaining(entry ->
                    append(shown, entry.key.key() + "@" + entry.key.window().start(), shownValue(entry.value)));
        }
        return shown;
    }

    @Override
    NavigableMap<String, String> shown(Contents contents) {
        NavigableMap<String, String> shown = new TreeMap<>();
        contents.entries.forEach((id, value) -> {
            if (id.first() >= contents.earliestLiveMs()) {
                append(shown, id.key() + "@" + id.first(), value);
            }
        });
        return shown;
    }

    @Override
    void replay(ConsumerRecord<byte[], byte[]> record, Contents into) {
        byte[] key = record.key();
        long startMs = WindowKey.changelogStartMs(key);
        long sequence = WindowKey.sequence(key);
        into.observe(startMs);
        into.sequence = Math.max(into.sequence, sequence);
        String value = record.value() == null ? null : text(record.value());
        into.set(
                new Id(new String(key, 0, key.length - 12, UTF_8), startMs, sequence),
                value == null || duplicates ? value : value + "@" + record.timestamp());
    }

    @Override
    long expiryMs(byte[] key) {
        return WindowKey.changelogStartMs(key);
    }
}
