package io.millrace.streams.engine.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stores hosted by this instance. Each worker publishes what it has as one immutable list; any thread reads. A reader may
 * still hold a store whose task is closed a moment later: the store itself refuses then.
 */
public final class StoreDirectory {

    private final Map<String, List<HostedStore>> byWorker = new ConcurrentHashMap<>();

    /** Replaces what a worker hosts. */
    public void publish(String worker, List<HostedStore> stores) {
        if (stores.isEmpty()) {
            byWorker.remove(worker);
        } else {
            byWorker.put(worker, List.copyOf(stores));
        }
    }

    /** The hosted stores of a name, in the order of their tasks. */
    public List<HostedStore> named(String store) {
        List<HostedStore> found = new ArrayList<>();
        for (List<HostedStore> hosted : byWorker.values()) {
            for (HostedStore candidate : hosted) {
                if (candidate.name().equals(store)) {
                    found.add(candidate);
                }
            }
        }
        found.sort(Comparator.comparing(HostedStore::task));
        return found;
    }
}
