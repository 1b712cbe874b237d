package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.autoconfigure.ApplicationServer;
import io.millrace.streams.spring.autoconfigure.query.CursorSeal.Position;
import io.millrace.streams.spring.autoconfigure.query.KeyCodecs.StoreId;
import io.millrace.streams.spring.autoconfigure.query.PageReader.PageBounds;
import io.millrace.streams.state.HostInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Answers queries from the stores on this instance. Safe for use by any thread. */
final class LocalReads {

    private final LocalStores stores;
    private final KeyCodecs codecs;
    private final long maxBytes;
    private final CursorSeal seal;

    LocalReads(LocalStores stores, KeyCodecs codecs, long maxBytes, CursorSeal seal) {
        this.stores = stores;
        this.codecs = codecs;
        this.maxBytes = maxBytes;
        this.seal = seal;
    }

    boolean isGlobal(ManagedTopology topology, String store) {
        return stores.isGlobal(topology, store);
    }

    /**
     * Who reads, and how much.
     *
     * @param self this instance, null if it has no address
     * @param limit most entries
     * @param deadline when the answer must be ready
     * @param stale whether copies that follow may be read
     * @param maxLag how many changelog records they may be behind
     */
    record Reading(@Nullable HostInfo self, int limit, Deadline deadline, boolean stale, long maxLag) {

        Reading withoutStale() {
            return new Reading(self, limit, deadline, false, maxLag);
        }

        @Nullable
        String host() {
            return self == null ? null : ApplicationServer.text(self);
        }

        /** A query may be one for a part of what is asked for. */
        int limit(StoreQuery query) {
            Integer asked = query.page().limit();
            return asked == null ? limit : Math.min(asked, limit);
        }
    }

    /**
     * Reads what is here: of given partitions all must be here, else as many as are. A page without entries says that there are
     * none in its partitions.
     *
     * @throws StateQueryException if it cannot be read, or not now
     */
    StorePage read(StoreQuery query, ManagedTopology topology, Reading reading) {
        Set<Integer> wanted = query.place().partitions();
        try {
            LocalStores.Found found = stores.find(topology, query.store(), wanted, reading.stale());
            boolean complete = stores.isGlobal(topology, query.store())
                    || found.partitions().keySet().containsAll(wanted);
            if (found.partitions().isEmpty() || !complete) {
                throw refusal(topology, found);
            }
            StorePage page = read(query, topology, found.partitions(), reading);
            if (page.rows().isEmpty()
                    && query.keys().key() != null
                    && !found.restoring().isEmpty()) {
                // The key may be in what cannot be read yet.
                throw refusal(topology, found);
            }
            return page.missing(new ArrayList<>(found.restoring()));
        } catch (InvalidStateStoreException e) {
            throw Refusals.moving(topology.status());
        }
    }

    private static StateQueryException refusal(ManagedTopology topology, LocalStores.Found found) {
        if (!found.behind().isEmpty()) {
            return Refusals.unavailable("too-stale", "The copy of the store here is further behind than is allowed.");
        }
        if (!found.restoring().isEmpty()) {
            return Refusals.restoring();
        }
        return topology.status().state() == KafkaStreams.State.RUNNING
                ? Refusals.notFound(Refusals.NOT_HERE, "What was asked for is not on this instance.")
                : Refusals.moving(topology.status());
    }

    private StorePage read(
            StoreQuery query,
            ManagedTopology topology,
            SortedMap<Integer, LocalPartition> partitions,
            Reading reading) {
        String type = type(
                Objects.requireNonNull(partitions.get(partitions.firstKey())).store());
        boolean global = stores.isGlobal(topology, query.store());
        StateSource whole = source(partitions, reading.host(), global);
        checkKind(query, type);
        WindowBounds windows = WindowBounds.of(query);
        StoreId store = new StoreId(query.topology(), query.store());
        Optional<KeyCodec> known = type.equals(StoreKind.VERSIONED)
                ? Optional.of(codecs.named(store, query.keys().keyType()))
                : codecs.of(store, partitions.values());
        if (known.isEmpty()) {
            // Nothing is stored.
            if (query.page().cursor() != null) {
                throw CursorSeal.refused();
            }
            return new StorePage(type, List.of(), whole, List.of(), reading.limit(query), null);
        }
        KeyCodec keys = known.get();
        String cursor = query.page().cursor();
        Position after = cursor == null ? null : seal.open(cursor, query.fingerprint());
        if (after != null && !partitions.containsKey(after.partition())) {
            throw CursorSeal.refused();
        }
        PageReader page = new PageReader(
                keys,
                codecs.json(),
                new PageBounds(
                        reading.limit(query), maxBytes, reading.deadline(), isSingle(query, type, partitions.size())),
                partition -> source(partitions.subMap(partition, partition + 1), reading.host(), global),
                entry -> seal.trySeal(entry, query.fingerprint()));
        collect(query, keys, windows, new StoreReader(partitions, page, after));
        return new StorePage(type, page.rows(), whole, List.of(), reading.limit(query), page.next());
    }

    /** Whether there is one entry at most. */
    private static boolean isSingle(StoreQuery query, String type, int partitions) {
        return partitions == 1
                && query.keys().key() != null
                && (type.equals(StoreKind.KEY_VALUE) || type.equals(StoreKind.VERSIONED));
    }

    private static StateSource source(
            SortedMap<Integer, LocalPartition> partitions, @Nullable String host, boolean global) {
        boolean active = true;
        long lag = 0;
        for (LocalPartition partition : partitions.values()) {
            active &= partition.active();
            lag = Math.max(lag, partition.lag());
        }
        return new StateSource(
                host,
                true,
                active ? StateSource.ACTIVE : StateSource.STANDBY,
                global ? List.of() : List.copyOf(new TreeSet<>(partitions.keySet())),
                lag,
                null);
    }

    private static void checkKind(StoreQuery query, String type) {
        StoreQuery.Keys asked = query.keys();
        if (type.equals(StoreKind.KEY_VALUE)) {
            if (query.times().given()) {
                throw Refusals.badParameters(
                        "A key-value store has no windows; for a range of keys use fromKey and toKey.");
            }
        } else if (type.equals(StoreKind.VERSIONED)) {
            if (asked.key() == null || query.times().from() != null) {
                throw Refusals.badParameters(
                        "A versioned store takes one key, and to for what it was at a time; not from.");
            }
        } else if (asked.prefix() != null || asked.fromKey() != null || asked.toKey() != null) {
            throw Refusals.badParameters("A " + type + " store takes key, from and to; not prefix, fromKey or toKey.");
        }
    }

    private static void collect(StoreQuery query, KeyCodec keys, WindowBounds windows, StoreReader reader) {
        StoreQuery.Keys asked = query.keys();
        Position after = reader.after();
        Object cursorKey = after == null ? null : keys.parse(after.key(), null, "cursor");
        Object key = parse(keys, asked.key(), asked, "key");
        if (reader.isVersioned() && key != null) {
            reader.version(key, windows.to());
        } else if (reader.isWindowed()) {
            reader.windows(key, windows, cursorKey);
        } else if (key != null) {
            reader.point(key);
        } else if (asked.prefix() != null) {
            reader.prefix(prefix(keys, asked), cursorKey);
        } else {
            Object from = parse(keys, asked.fromKey(), asked, "fromKey");
            Object to = parse(keys, asked.toKey(), asked, "toKey");
            if (from != null && to != null && KeyCodec.isReversed(from, to)) {
                throw Refusals.badParameters("fromKey is behind toKey: no key is between them. Swap them.");
            }
            reader.range(from, to, cursorKey);
        }
    }

    private static @Nullable Object parse(
            KeyCodec keys, @Nullable String text, StoreQuery.Keys asked, String parameter) {
        return text == null ? null : keys.parse(text, asked.keyType(), parameter);
    }

    private static Object prefix(KeyCodec keys, StoreQuery.Keys asked) {
        Object prefix = parse(keys, asked.prefix(), asked, "prefix");
        if (!(prefix instanceof String) && !(prefix instanceof byte[]) && !(prefix instanceof Bytes)) {
            throw Refusals.badParameters("Only keys of type string and bytes have prefixes.");
        }
        return prefix;
    }

    private static String type(StateStore store) {
        String kind = StoreKind.of(store);
        if (kind == null) {
            throw Refusals.badRequest("unsupported-store", "The store is of a kind of the application's own.");
        }
        return kind;
    }
}
