package io.millrace.verification.formats.program;

import io.millrace.streams.KeyValue;
import io.millrace.streams.kstream.Window;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.SessionBytesStoreSupplier;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.SessionStoreWithHeaders;
import io.millrace.streams.state.Stores;
import io.millrace.verification.formats.Inputs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A processor over each kind of session store, merging sessions as they meet. */
final class SessionStores implements Program {

    private static final Serde<String> TEXT = Serdes.String();

    @Override
    public void define(Definition definition) {
        List<StoreUse<?>> uses = List.of(
                plain(Stores.persistentSessionStore("plain-disk", Inputs.RETENTION)),
                plain(Stores.inMemorySessionStore("plain-memory", Inputs.RETENTION)),
                withHeaders(Stores.persistentSessionStoreWithHeaders("headers-disk", Inputs.RETENTION)),
                withHeaders(Stores.inMemorySessionStore("headers-memory", Inputs.RETENTION)));
        definition.send("saw", definition.stream().process(new StoreWriter.Supplier(uses)));
        uses.forEach(use -> definition.read(
                use.name(),
                use.name().startsWith("plain")
                        ? Readings.sessions(use.name())
                        : Readings.sessionsWithHeaders(use.name())));
    }

    private static StoreUse<SessionStore<String, String>> plain(SessionBytesStoreSupplier supplier) {
        return new StoreUse<>(
                Stores.sessionStoreBuilder(supplier, TEXT, TEXT),
                (store, record) -> write(store, record, text -> text));
    }

    private static StoreUse<SessionStoreWithHeaders<String, String>> withHeaders(SessionBytesStoreSupplier supplier) {
        return new StoreUse<>(
                Stores.sessionStoreWithHeadersBuilder(supplier, TEXT, TEXT),
                (store, record) -> write(store, record, text -> AggregationWithHeaders.make(text, record.headers())));
    }

    private static <V> String write(
            SessionStore<String, V> store, Record<String, String> record, Function<String, V> aggregation) {
        long start = record.timestamp();
        long end = record.timestamp();
        long gap = Inputs.SHORT.toMillis();
        List<Windowed<String>> met = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        try (KeyValueIterator<Windowed<String>, V> found =
                store.findSessions(record.key(), Instant.ofEpochMilli(start - gap), Instant.ofEpochMilli(end + gap))) {
            while (found.hasNext()) {
                KeyValue<Windowed<String>, V> session = found.next();
                met.add(session.key);
                text.append(Text.of(session.key))
                        .append('=')
                        .append(Text.of(session.value))
                        .append(' ');
            }
        }
        for (Windowed<String> session : met) {
            start = Math.min(start, session.window().start());
            end = Math.max(end, session.window().end());
            store.remove(session);
        }
        if (!Inputs.isDeletion(record.value())) {
            store.put(
                    new Windowed<>(record.key(), new Session(start, end)),
                    aggregation.apply(record.value() + "+" + met.size()));
        }
        return text.toString();
    }

    /** From its first record to its last. */
    private static final class Session extends Window {

        Session(long startMs, long endMs) {
            super(startMs, endMs);
        }

        @Override
        public boolean overlap(Window other) {
            return start() <= other.end() && other.start() <= end();
        }
    }
}
