package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.errors.InvalidStateStorePartitionException;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import io.millrace.streams.spring.autoconfigure.query.CursorSeal.Position;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.ReadOnlyWindowStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers queries from the stores on this instance. Safe for use by any thread. */
public final class StoreQueries {

    private static final Logger log = LoggerFactory.getLogger(StoreQueries.class);
    private static final String KEY_VALUE = "key-value";
    private static final String WINDOW = "window";

    private final StreamsRegistry topologies;
    private final QueryBounds bounds;
    private final JsonTrees json;
    private final Semaphore permits;
    private final CursorSeal seal = new CursorSeal();
    private final Map<StoreId, Class<?>> keyClasses = new ConcurrentHashMap<>();

    private record StoreId(String topology, String store) {}

    /**
     * @param topologies the topologies there are
     * @param bounds how much a query may take
     * @param json shows values
     */
    public StoreQueries(StreamsRegistry topologies, QueryBounds bounds, JsonTrees json) {
        this.topologies = topologies;
        this.bounds = bounds;
        this.json = json;
        this.permits = new Semaphore(bounds.maxConcurrent());
    }

    /**
     * Answers a query.
     *
     * @throws QueryRefusedException if it cannot be answered, or not now
     */
    public StorePage answer(StoreQuery query) {
        ManagedTopology topology = topologies
                .find(query.topology())
                .orElseThrow(() -> QueryRefusedException.notFound("unknown-topology", "There is no such topology."));
        if (!LocalWork.storesOf(topology.topology()).contains(query.store())) {
            throw QueryRefusedException.notFound("unknown-store", "The topology has no such store.");
        }
        checkSyntax(query);
        checkRunning(topology.status());
        if (!permits.tryAcquire()) {
            throw QueryRefusedException.tooMany(
                    "too-many-queries", "As many queries as allowed are being answered already.");
        }
        try {
            return read(query, topology);
        } catch (InvalidStateStoreException e) {
            throw unavailable(topology);
        } finally {
            permits.release();
        }
    }

    private void checkSyntax(StoreQuery query) {
        StoreQuery.Keys keys = query.keys();
        boolean range = keys.fromKey() != null || keys.toKey() != null;
        if ((keys.key() != null ? 1 : 0) + (keys.prefix() != null ? 1 : 0) + (range ? 1 : 0) > 1) {
            throw QueryRefusedException.badRequest(
                    "bad-parameters", "Give one of key, prefix, or fromKey and toKey, not several.");
        }
        for (String text : new String[] {keys.key(), keys.prefix(), keys.fromKey(), keys.toKey()}) {
            if (text != null && text.length() > QueryBounds.LONGEST_KEY) {
                throw QueryRefusedException.badRequest("key-too-long", "Keys may have 8192 characters at most.");
            }
        }
        limit(query);
    }

    private int limit(StoreQuery query) {
        Integer asked = query.page().limit();
        if (asked == null) {
            return Math.min(QueryBounds.DEFAULT_LIMIT, bounds.maxResults());
        }
        if (asked < 1) {
            throw QueryRefusedException.badRequest("bad-limit", "Parameter limit must be 1 or more.");
        }
        return Math.min(asked, bounds.maxResults());
    }

    private static void checkRunning(TopologyStatus status) {
        switch (status.phase()) {
            case STOPPED -> throw QueryRefusedException.unavailable("stopped", "The topology is stopped.");
            case WAITING ->
                throw QueryRefusedException.unavailable("waiting", "The topology waits for its broker or topics.");
            case FAILED -> throw QueryRefusedException.unavailable("failed", "The topology has failed.");
            case STARTED, DRAINING -> {}
        }
    }

    private static QueryRefusedException unavailable(ManagedTopology topology) {
        TopologyStatus status = topology.status();
        if (status.phase() == TopologyStatus.Phase.DRAINING || !status.state().isRunningOrRebalancing()) {
            return QueryRefusedException.unavailable("draining", "The topology is ending.");
        }
        return status.wasRunning()
                ? QueryRefusedException.unavailable("rebalancing", "Partitions are being moved between instances.")
                : QueryRefusedException.unavailable("restoring", "The store is being restored.");
    }

    private StorePage read(StoreQuery query, ManagedTopology topology) {
        SortedMap<Integer, StateStore> partitions = partitions(topology.client(), query.store());
        if (partitions.isEmpty()) {
            throw unavailableHere(topology);
        }
        String type = type(partitions.get(partitions.firstKey()));
        int limit = limit(query);
        Optional<KeyCodec> keys = keysOf(query, partitions);
        if (keys.isEmpty()) {
            // Nothing is stored.
            if (query.page().cursor() != null) {
                throw CursorSeal.refused();
            }
            return page(query, type, limit, partitions, null);
        }
        String cursor = query.page().cursor();
        Position after = cursor == null ? null : seal.open(cursor, query.fingerprint());
        if (after != null && !partitions.containsKey(after.partition())) {
            throw CursorSeal.refused();
        }
        PageReader page = new PageReader(keys.get(), limit, bounds);
        collect(query, type, keys.get(), new Reading(new StoreReader(partitions, page, after), after));
        return page(query, type, limit, partitions, page);
    }

    private static QueryRefusedException unavailableHere(ManagedTopology topology) {
        return topology.status().state() == KafkaStreams.State.RUNNING
                ? QueryRefusedException.notFound(
                        "not-on-this-instance", "No partition of the store is on this instance.")
                : unavailable(topology);
    }

    private record Reading(StoreReader reader, @Nullable Position after) {}

    private static void collect(StoreQuery query, String type, KeyCodec keys, Reading reading) {
        StoreQuery.Keys asked = query.keys();
        Object cursorKey = reading.after == null ? null : keys.parse(reading.after.key(), null, "cursor");
        Object key = parse(keys, asked.key(), asked, "key");
        if (type.equals(WINDOW)) {
            if (asked.prefix() != null || asked.fromKey() != null || asked.toKey() != null) {
                throw QueryRefusedException.badRequest(
                        "bad-parameters", "A window store takes key, from and to; not prefix, fromKey or toKey.");
            }
            reading.reader.windows(key, WindowBounds.of(query), cursorKey);
            return;
        }
        if (query.from() != null || query.to() != null) {
            throw QueryRefusedException.badRequest(
                    "bad-parameters", "A key-value store has no windows; for a range of keys use fromKey and toKey.");
        }
        if (key != null) {
            reading.reader.point(key);
        } else if (asked.prefix() != null) {
            reading.reader.prefix(prefix(keys, asked), cursorKey);
        } else {
            Object from = parse(keys, asked.fromKey(), asked, "fromKey");
            reading.reader.range(from, parse(keys, asked.toKey(), asked, "toKey"), cursorKey);
        }
    }

    private static @Nullable Object parse(
            KeyCodec keys, @Nullable String text, StoreQuery.Keys asked, String parameter) {
        return text == null ? null : keys.parse(text, asked.keyType(), parameter);
    }

    private static Object prefix(KeyCodec keys, StoreQuery.Keys asked) {
        Object prefix = parse(keys, asked.prefix(), asked, "prefix");
        if (!(prefix instanceof String) && !(prefix instanceof byte[])) {
            throw QueryRefusedException.badRequest(
                    "bad-parameters", "Only keys of type string and bytes have prefixes.");
        }
        return prefix;
    }

    private StorePage page(
            StoreQuery query,
            String type,
            int limit,
            SortedMap<Integer, StateStore> partitions,
            @Nullable PageReader read) {
        List<StorePage.Entry> entries = read == null ? List.of() : List.copyOf(read.entries());
        if (entries.isEmpty() && query.keys().key() != null && query.page().cursor() == null) {
            throw QueryRefusedException.notFound(
                    "unknown-key", "The partitions of the store on this instance do not hold the key.");
        }
        Position last = read == null ? null : read.next();
        String next = last == null ? null : seal.seal(last, query.fingerprint());
        return new StorePage(type, entries, List.copyOf(partitions.keySet()), limit, next);
    }

    private static String type(@Nullable StateStore store) {
        if (store instanceof ReadOnlyKeyValueStore) {
            return KEY_VALUE;
        }
        if (store instanceof ReadOnlyWindowStore) {
            return WINDOW;
        }
        throw QueryRefusedException.badRequest(
                "unsupported-store", "The store is neither a key-value store nor a window store.");
    }

    private static SortedMap<Integer, StateStore> partitions(KafkaStreams client, String store) {
        SortedMap<Integer, StateStore> found = new TreeMap<>();
        for (int partition : LocalWork.activePartitions(client)) {
            try {
                client.store(StoreQueryParameters.fromNameAndType(store, new HostedStores())
                                .withPartition(partition))
                        .forEach(hosted -> found.put(partition, hosted));
            } catch (InvalidStateStorePartitionException e) {
                log.trace("The task of partition {} has other stores than {}", partition, store, e);
            }
        }
        return found;
    }

    /** What keys are is learned from the first key found; empty while nothing is stored. */
    private Optional<KeyCodec> keysOf(StoreQuery query, SortedMap<Integer, StateStore> partitions) {
        StoreId id = new StoreId(query.topology(), query.store());
        Class<?> known = keyClasses.get(id);
        if (known == null) {
            for (StateStore store : partitions.values()) {
                known = firstKeyClass(store);
                if (known != null) {
                    keyClasses.put(id, known);
                    break;
                }
            }
        }
        return known == null ? Optional.empty() : Optional.of(new KeyCodec(known, json));
    }

    private static @Nullable Class<?> firstKeyClass(StateStore store) {
        try (KeyValueIterator<?, ?> all = store instanceof ReadOnlyWindowStore<?, ?> windows
                ? windows.all()
                : ((ReadOnlyKeyValueStore<?, ?>) store).all()) {
            if (!all.hasNext()) {
                return null;
            }
            Object key = all.peekNextKey();
            return key instanceof Windowed<?> windowed ? windowed.key().getClass() : key.getClass();
        }
    }
}
