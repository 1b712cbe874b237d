package io.millrace.streams.engine.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.streams.engine.state.layout.SessionKey;
import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.kstream.SessionWindow;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.StoreBuilder;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A session store. */
final class ModelledSessions extends ModelledStore {

    private @Nullable SessionStore<String, Object> store;

    ModelledSessions(Traits traits) {
        super(traits);
    }

    @Override
    void open(StoreHost context) {
        StoreBuilder<SessionStore<String, Object>> builder = ViewBuilders.session(
                traits.suppliers().session(traits.name(), Duration.ofMillis(RETENTION_MS)),
                traits.keySerde(),
                traits.valueSerde());
        if (traits.caching()) {
            builder.withCachingEnabled();
        }
        store = builder.build();
        store().init(context, store());
        if (traits.caching()) {
            @SuppressWarnings("unchecked")
            ChangeSource<Windowed<String>, Object> source = (ChangeSource<Windowed<String>, Object>) store();
            source.onDrain((key, newValue, oldValue, timestampMs) -> {
                Id id = new Id(key.key(), key.window().end(), key.window().start());
                expect("the new value told", newValue, now.entries.get(id));
            });
        }
    }

    @Override
    SessionStore<String, Object> store() {
        return Objects.requireNonNull(store);
    }

    @Override
    Write draw(int number, long offset, RandomGenerator random) {
        long endMs = time(random);
        long startMs = Math.max(0, endMs - random.nextInt(4) * TICK_MS);
        return new Write(number, offset, key(random), value(offset, random), endMs, startMs);
    }

    @Override
    void write(Write write) {
        Windowed<String> session = new Windowed<>(write.key(), new SessionWindow(write.startMs(), write.timeMs()));
        String value = write.value();
        if (value == null) {
            store().remove(session);
        } else {
            Object object = traits.value(value);
            store().put(session, object);
            traits.spoil(object);
        }
        now.observe(write.timeMs());
        if (write.timeMs() >= now.earliestLiveMs()) {
            now.set(new Id(write.key(), write.timeMs(), write.startMs()), value);
            now.lastOffset = write.offset();
        }
    }

    @Override
    void read(RandomGenerator random) {
        String key = key(random);
        long earliestEnd = time(random);
        long latestStart = earliestEnd + random.nextInt(10) * TICK_MS;
        NavigableMap<String, String> expected = new TreeMap<>();
        now.entries.forEach((id, value) -> {
            if (id.key().equals(key)
                    && id.first() >= Math.max(earliestEnd, now.earliestLiveMs())
                    && id.second() <= latestStart) {
                expected.put(key + "@" + id.second() + "-" + id.first(), value);
            }
        });
        expect(
                "findSessions(" + key + ", " + earliestEnd + ", " + latestStart + ")",
                drained(store().findSessions(key, earliestEnd, latestStart)),
                expected);
        if (!now.entries.isEmpty()) {
            Id last = now.entries.lastKey();
            Object found = store().fetchSession(last.key(), last.second(), last.first());
            expect("the session " + last, found, last.first() < now.earliestLiveMs() ? null : now.entries.get(last));
            traits.spoil(found);
        }
        if (random.nextInt(3) == 0) {
            expect("everything", shown(), shown(now));
        }
    }

    private static NavigableMap<String, String> drained(KeyValueIterator<Windowed<String>, Object> iterator) {
        NavigableMap<String, String> shown = new TreeMap<>();
        try (iterator) {
            iterator.forEachRemaining(entry -> append(
                    shown,
                    entry.key.key() + "@" + entry.key.window().start() + "-"
                            + entry.key.window().end(),
                    entry.value.toString()));
        }
        return shown;
    }

    @Override
    NavigableMap<String, String> shown() {
        return drained(store().fetch(null, null));
    }

    @Override
    NavigableMap<String, String> shown(Contents contents) {
        NavigableMap<String, String> shown = new TreeMap<>();
        contents.entries.forEach((id, value) -> {
            if (id.first() >= contents.earliestLiveMs()) {
                shown.put(id.key() + "@" + id.second() + "-" + id.first(), value);
            }
        });
        return shown;
    }

    @Override
    void replay(ConsumerRecord<byte[], byte[]> record, Contents into) {
        byte[] key = record.key();
        long endMs = SessionKey.changelogEndMs(key);
        into.observe(endMs);
        into.set(
                new Id(new String(key, 0, key.length - 16, UTF_8), endMs, SessionKey.startMs(key)),
                record.value() == null ? null : text(record.value()));
    }

    @Override
    long expiryMs(byte[] key) {
        return SessionKey.changelogEndMs(key);
    }
}
