package io.millrace.verification.formats.program;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.TimestampedWindowStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.state.WindowStoreIterator;
import io.millrace.verification.formats.Inputs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A processor over each kind of window store, with and without duplicates. */
final class WindowStores implements Program {

    private static final Serde<String> TEXT = Serdes.String();

    private static final long STEP_MS = 20_000;

    @Override
    public void define(Definition definition) {
        List<StoreUse<?>> uses = new ArrayList<>();
        for (boolean duplicates : new boolean[] {false, true}) {
            String suffix = duplicates ? "-duplicates" : "";
            uses.add(plain(
                    Stores.persistentWindowStore("plain-disk" + suffix, Inputs.RETENTION, Inputs.WINDOW, duplicates)));
            uses.add(plain(
                    Stores.inMemoryWindowStore("plain-memory" + suffix, Inputs.RETENTION, Inputs.WINDOW, duplicates)));
            uses.add(timestamped(Stores.persistentTimestampedWindowStore(
                    "timestamped-disk" + suffix, Inputs.RETENTION, Inputs.WINDOW, duplicates)));
            uses.add(timestamped(Stores.inMemoryWindowStore(
                    "timestamped-memory" + suffix, Inputs.RETENTION, Inputs.WINDOW, duplicates)));
            uses.add(withHeaders(Stores.persistentTimestampedWindowStoreWithHeaders(
                    "headers-disk" + suffix, Inputs.RETENTION, Inputs.WINDOW, duplicates)));
            uses.add(withHeaders(Stores.inMemoryWindowStore(
                    "headers-memory" + suffix, Inputs.RETENTION, Inputs.WINDOW, duplicates)));
        }
        definition.send("saw", definition.stream().process(new StoreWriter.Supplier(uses)));
        uses.forEach(use -> definition.read(use.name(), reading(use.name())));
    }

    private static Function<KafkaStreams, List<String>> reading(String name) {
        if (name.startsWith("plain")) {
            return Readings.windows(name);
        }
        return name.startsWith("timestamped") ? Readings.timestampedWindows(name) : Readings.windowsWithHeaders(name);
    }

    private static StoreUse<WindowStore<String, String>> plain(WindowBytesStoreSupplier supplier) {
        return new StoreUse<>(
                Stores.windowStoreBuilder(supplier, TEXT, TEXT),
                (store, record) -> write(store, record, Inputs.isDeletion(record.value()) ? null : record.value()));
    }

    private static StoreUse<TimestampedWindowStore<String, String>> timestamped(WindowBytesStoreSupplier supplier) {
        return new StoreUse<>(
                Stores.timestampedWindowStoreBuilder(supplier, TEXT, TEXT),
                (store, record) -> write(
                        store,
                        record,
                        Inputs.isDeletion(record.value())
                                ? null
                                : ValueAndTimestamp.make(record.value(), record.timestamp())));
    }

    private static StoreUse<TimestampedWindowStoreWithHeaders<String, String>> withHeaders(
            WindowBytesStoreSupplier supplier) {
        return new StoreUse<>(
                Stores.timestampedWindowStoreWithHeadersBuilder(supplier, TEXT, TEXT),
                (store, record) -> write(
                        store,
                        record,
                        Inputs.isDeletion(record.value())
                                ? null
                                : ValueTimestampHeaders.make(record.value(), record.timestamp(), record.headers())));
    }

    private static <V> String write(WindowStore<String, V> store, Record<String, String> record, V value) {
        long start = record.timestamp() / STEP_MS * STEP_MS;
        List<String> rows = new ArrayList<>();
        try (WindowStoreIterator<V> found = store.fetch(
                record.key(), Instant.ofEpochMilli(start - 3 * STEP_MS), Instant.ofEpochMilli(start + STEP_MS))) {
            found.forEachRemaining(row -> rows.add(row.key + "=" + Text.of(row.value)));
        }
        // The order of the records of a window is not kept in Kafka Streams, which numbers them anew after a restart.
        Collections.sort(rows);
        store.put(record.key(), value, start);
        return String.join(" ", rows);
    }
}
