package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.autoconfigure.query.KeyCodecs.StoreId;
import io.millrace.streams.state.KeyValueIterator;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Tells which partition of a store a key is in. Nobody says how the records of a store's input were partitioned: a producer may
 * have its own partitioner, a store may be keyed by something else than its input. So the rule of Kafka's producers is believed
 * only after it was found true of keys that the store holds, and never again after one was found where it should not be: also then
 * it is only where to look first. Where the rule is not known to hold, all partitions have to be asked. Safe for use by any thread.
 */
final class KeyPlacement {

    /** How many keys must be where the rule says; by chance that happens once in 65,536 times, or less. */
    private static final int ENOUGH_KEYS = 16;

    private static final int MOST_ENTRIES = 256;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LocalStores stores;
    private final KeyCodecs codecs;
    private final Map<Sampled, Sample> samples = new ConcurrentHashMap<>();

    private record Sampled(StoreId store, int partitions) {}

    private record Sample(Verdict verdict, long atNanos) {

        boolean stands() {
            return verdict != Verdict.UNKNOWN || System.nanoTime() - atNanos < PAUSE_NANOS;
        }
    }

    private enum Verdict {
        UNKNOWN,
        BY_KEY,
        OTHERWISE
    }

    KeyPlacement(LocalStores stores, KeyCodecs codecs) {
        this.stores = stores;
        this.codecs = codecs;
    }

    /**
     * The partition of the one key of a query; empty if it does not follow from the key.
     *
     * @param partitions how many partitions the store has
     */
    OptionalInt partitionOf(StoreQuery query, ManagedTopology topology, int partitions) {
        if (partitions == 1) {
            return OptionalInt.of(0);
        }
        StoreId store = new StoreId(query.topology(), query.store());
        Sampled sampled = new Sampled(store, partitions);
        Sample sample = samples.get(sampled);
        if (sample == null || !sample.stands()) {
            sample = new Sample(verdict(store, topology, partitions), System.nanoTime());
            samples.put(sampled, sample);
        }
        if (sample.verdict != Verdict.BY_KEY) {
            return OptionalInt.empty();
        }
        StoreQuery.Keys asked = query.keys();
        return codecs.of(store, Set.of())
                .map(codec -> {
                    Object key = codec.parse(Objects.requireNonNull(asked.key()), asked.keyType(), "key");
                    Serializer<Object> serializer = Objects.requireNonNull(codec.serializer());
                    return partition(serializer.serialize(store.store(), key), partitions);
                })
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    /** The key of a query was found where the rule does not put it. */
    void refute(StoreQuery query, int partitions) {
        Sampled sampled = new Sampled(new StoreId(query.topology(), query.store()), partitions);
        samples.put(sampled, new Sample(Verdict.OTHERWISE, System.nanoTime()));
    }

    private Verdict verdict(StoreId store, ManagedTopology topology, int partitions) {
        SortedMap<Integer, LocalPartition> here;
        try {
            here = stores.find(topology, store.store(), Set.of(), false).partitions();
        } catch (InvalidStateStoreException e) {
            here = new TreeMap<>();
        }
        KeyCodec codec = codecs.of(store, here.values()).orElse(null);
        Serializer<Object> serializer = codec == null ? null : codec.serializer();
        if (serializer == null) {
            return Verdict.UNKNOWN;
        }
        int right = 0;
        for (Map.Entry<Integer, LocalPartition> partition : here.entrySet()) {
            int found = keysInPlace(store, serializer, partition, partitions);
            if (found < 0) {
                return Verdict.OTHERWISE;
            }
            right += found;
        }
        return right >= ENOUGH_KEYS ? Verdict.BY_KEY : Verdict.UNKNOWN;
    }

    /** How many different keys of the first ones of a partition belong there; -1 if one does not. */
    private static int keysInPlace(
            StoreId store, Serializer<Object> serializer, Map.Entry<Integer, LocalPartition> here, int partitions) {
        // A window store has a key many times, and not in a row.
        Set<ByteBuffer> right = new HashSet<>();
        try (KeyValueIterator<?, ?> all = KeyCodecs.all(here.getValue().store())) {
            for (int i = 0; all != null && i < MOST_ENTRIES && right.size() < ENOUGH_KEYS && all.hasNext(); i++) {
                byte[] key = serializer.serialize(store.store(), KeyCodecs.plain(all.next().key));
                if (partition(key, partitions) != here.getKey()) {
                    return -1;
                }
                right.add(ByteBuffer.wrap(key));
            }
        } catch (InvalidStateStoreException e) {
            // The partition moves away while it is read; what was found was right all the same.
            return right.size();
        }
        return right.size();
    }

    private static int partition(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}
