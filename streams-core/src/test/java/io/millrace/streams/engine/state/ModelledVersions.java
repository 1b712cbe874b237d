package io.millrace.streams.engine.state;

import static io.millrace.streams.state.VersionedKeyValueStore.PUT_RETURN_CODE_NOT_PUT;
import static io.millrace.streams.state.VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED;

import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.VersionedRecord;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A store that keeps versions; the model keeps them all. */
final class ModelledVersions extends ModelledStore {

    private static final String DELETED = "deleted";

    private @Nullable VersionedKeyValueStore<String, Object> store;

    ModelledVersions(Traits traits) {
        super(traits);
    }

    @Override
    void open(StoreHost context) {
        store = ViewBuilders.versioned(
                        traits.suppliers().versioned(traits.name(), Duration.ofMillis(RETENTION_MS)),
                        traits.keySerde(),
                        traits.valueSerde())
                .build();
        store().init(context, store());
    }

    @Override
    VersionedKeyValueStore<String, Object> store() {
        return Objects.requireNonNull(store);
    }

    @Override
    Write draw(int number, long offset, RandomGenerator random) {
        return new Write(number, offset, key(random), value(offset, random), time(random), random.nextInt(3));
    }

    @Override
    void write(Write write) {
        String value = write.value();
        boolean late = write.timeMs() < now.streamTimeMs - RETENTION_MS;
        if (value == null && write.startMs() == 0) {
            String before = late ? null : asOf(now, write.key(), write.timeMs());
            expect("what delete returns", shown(store().delete(write.key(), write.timeMs())), before);
        } else {
            Object object = value == null ? null : traits.value(value);
            long validTo = store().put(write.key(), object, write.timeMs());
            traits.spoil(object);
            expect("what put returns", validTo, late ? PUT_RETURN_CODE_NOT_PUT : validTo(write));
        }
        if (!late) {
            add(now, write.key(), write.timeMs(), value);
            now.lastOffset = write.offset();
        }
    }

    private long validTo(Write write) {
        Id next = now.entries.higherKey(new Id(write.key(), write.timeMs(), 0));
        return next == null || !next.key().equals(write.key()) ? PUT_RETURN_CODE_VALID_TO_UNDEFINED : next.first();
    }

    private static void add(Contents contents, String key, long timestampMs, @Nullable String value) {
        contents.observe(timestampMs);
        contents.set(new Id(key, timestampMs, 0), value == null ? DELETED : value);
    }

    private static @Nullable String asOf(Contents contents, String key, long asOfMs) {
        NavigableMap<Id, String> ofKey =
                contents.entries.subMap(new Id(key, 0, 0), true, new Id(key, Long.MAX_VALUE, 0), true);
        Id found = ofKey.floorKey(new Id(key, asOfMs, 0));
        boolean expired =
                asOfMs < contents.streamTimeMs - RETENTION_MS && found != null && !found.equals(ofKey.lastKey());
        if (found == null || expired || DELETED.equals(ofKey.get(found))) {
            return null;
        }
        return ofKey.get(found) + "@" + found.first();
    }

    private @Nullable String shown(@Nullable VersionedRecord<Object> version) {
        if (version == null) {
            return null;
        }
        String shown = version.value() + "@" + version.timestamp();
        traits.spoil(version.value());
        return shown;
    }

    @Override
    void read(RandomGenerator random) {
        String key = key(random);
        long asOf = time(random);
        expect("get(" + key + ")", shown(store().get(key)), asOf(now, key, Long.MAX_VALUE));
        expect("get(" + key + ", " + asOf + ")", shown(store().get(key, asOf)), asOf(now, key, asOf));
    }

    /** Only what somebody asks for can be seen, so this asks for each key at many times. */
    @Override
    NavigableMap<String, String> shown() {
        NavigableMap<String, String> shown = new TreeMap<>();
        for (String key : KEYS) {
            note(shown, key, -1, shown(store().get(key)));
            for (long ago = 0; ago < 40; ago += 7) {
                long asOf = now.streamTimeMs - ago * TICK_MS / 2;
                note(shown, key, asOf, shown(store().get(key, asOf)));
            }
        }
        return shown;
    }

    @Override
    NavigableMap<String, String> shown(Contents contents) {
        NavigableMap<String, String> shown = new TreeMap<>();
        for (String key : KEYS) {
            note(shown, key, -1, asOf(contents, key, Long.MAX_VALUE));
            for (long ago = 0; ago < 40; ago += 7) {
                long asOf = now.streamTimeMs - ago * TICK_MS / 2;
                note(shown, key, asOf, asOf(contents, key, asOf));
            }
        }
        return shown;
    }

    private static void note(NavigableMap<String, String> shown, String key, long asOf, @Nullable String value) {
        if (value != null) {
            shown.put(asOf < 0 ? key : key + "@" + asOf, value);
        }
    }

    @Override
    void replay(ConsumerRecord<byte[], byte[]> record, Contents into) {
        if (record.timestamp() >= into.streamTimeMs - RETENTION_MS) {
            add(into, text(record.key()), record.timestamp(), record.value() == null ? null : text(record.value()));
        }
    }
}
