package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.errors.InvalidStateStorePartitionException;
import io.millrace.streams.errors.StateStoreNotAvailableException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Opens the partitions of stores that are on this instance. Safe for use by any thread. */
final class LocalStores {

    /** The number that a global store's one part is known by here; it has no partitions. */
    static final int WHOLE = 0;

    private final StoreNames names;
    private final ChangelogLags lags;
    private final long maxLag;

    /**
     * @param names tells which stores there are
     * @param lags tells how far copies are behind
     * @param maxLag how far a copy may be behind to be read
     */
    LocalStores(StoreNames names, ChangelogLags lags, long maxLag) {
        this.names = names;
        this.lags = lags;
        this.maxLag = maxLag;
    }

    /**
     * What is here of a store.
     *
     * @param partitions what can be read
     * @param restoring partitions that will be active, but cannot be read yet
     * @param behind partitions that are here, but too far behind to be read
     */
    record Found(
            SortedMap<Integer, LocalPartition> partitions, SortedSet<Integer> restoring, SortedSet<Integer> behind) {}

    boolean isGlobal(ManagedTopology topology, String store) {
        return names.isGlobal(topology, store);
    }

    /**
     * Finds partitions.
     *
     * @param wanted which ones, empty for all
     * @param stale whether copies that follow are wanted as well
     */
    Found find(ManagedTopology topology, String store, Set<Integer> wanted, boolean stale) {
        KafkaStreams client = topology.client();
        Found found = new Found(new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
        if (isGlobal(topology, store)) {
            StateStore whole = client.store(StoreQueryParameters.fromNameAndType(store, new HostedStores()))
                    .get(0);
            found.partitions.put(WHOLE, new LocalPartition(whole, true, 0));
            return found;
        }
        SortedSet<Integer> hosted = stale ? LocalWork.partitions(client) : LocalWork.activePartitions(client);
        for (int partition : wanted.isEmpty() ? hosted : new TreeSet<>(wanted)) {
            if (!openActive(client, store, partition, found) && stale) {
                openCopy(topology.name(), client, store, partition, found);
            }
        }
        return found;
    }

    private static boolean openActive(KafkaStreams client, String store, int partition, Found found) {
        try {
            List<StateStore> here = client.store(StoreQueryParameters.fromNameAndType(store, new HostedStores())
                    .withPartition(partition));
            found.partitions.put(partition, new LocalPartition(here.get(0), true, 0));
            return true;
        } catch (InvalidStateStorePartitionException e) {
            return false;
        } catch (StateStoreNotAvailableException e) {
            found.restoring.add(partition);
            return false;
        }
    }

    private void openCopy(String topology, KafkaStreams client, String store, int partition, Found found) {
        List<StateStore> here;
        try {
            here = client.store(StoreQueryParameters.fromNameAndType(store, new HostedStores())
                    .withPartition(partition)
                    .enableStaleStores());
        } catch (InvalidStateStorePartitionException | StateStoreNotAvailableException e) {
            return;
        }
        Map<Integer, Long> known = lags.of(topology, client, store);
        Long lag = known.get(partition);
        if (lag == null || lag > maxLag) {
            found.behind.add(partition);
        } else {
            found.partitions.put(partition, new LocalPartition(here.get(0), false, lag));
            found.restoring.remove(partition);
        }
    }
}
