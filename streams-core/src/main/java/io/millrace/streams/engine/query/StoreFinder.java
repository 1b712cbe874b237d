package io.millrace.streams.engine.query;

import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.engine.query.HostedStore.Role;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.errors.InvalidStateStorePartitionException;
import io.millrace.streams.errors.StateStoreNotAvailableException;
import io.millrace.streams.errors.UnknownStateStoreException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.QueryableStoreType;
import io.millrace.streams.state.StateStoreProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the local stores that a query asks for, or tells why it cannot be answered. Safe for use by any thread. */
public final class StoreFinder {

    private final StoreDirectory directory;
    private final Set<String> known;

    /**
     * @param directory what is hosted here
     * @param known names of all stores of the topology
     */
    public StoreFinder(StoreDirectory directory, Set<String> known) {
        this.directory = directory;
        this.known = known;
    }

    /**
     * The view that the parameters ask for. It finds the stores anew at each read, which fails while there are none: a program may ask for
     * its view as soon as it has started, and keep it.
     *
     * @throws UnknownStateStoreException if the topology has no such store
     */
    public <T> T find(StoreQueryParameters<T> parameters) {
        String name = parameters.storeName();
        if (!known.contains(name)) {
            throw new UnknownStateStoreException(
                    "Cannot get state store " + name + " because no such store is registered in the topology.");
        }
        StateStoreProvider provider = new Provider(parameters.partition(), parameters.staleStoresEnabled());
        return parameters.queryableStoreType().create(provider, name);
    }

    private final class Provider implements StateStoreProvider {

        private final @Nullable Integer partition;
        private final boolean stale;

        private Provider(@Nullable Integer partition, boolean stale) {
            this.partition = partition;
            this.stale = stale;
        }

        @Override
        @SuppressWarnings("unchecked") // The type said that it accepts the store.
        public <T> List<T> stores(String storeName, QueryableStoreType<T> type) {
            List<HostedStore> hosted = directory.named(storeName);
            List<T> found = new ArrayList<>();
            for (HostedStore candidate : hosted) {
                if ((partition == null || candidate.holds(partition)) && (stale || candidate.role() != Role.STANDBY)) {
                    found.add((T) readable(candidate, type));
                }
            }
            if (found.isEmpty()) {
                throw notHere(storeName);
            }
            return found;
        }

        private StateStore readable(HostedStore hosted, QueryableStoreType<?> type) {
            if (!hosted.isCurrent() && !stale) {
                throw new StateStoreNotAvailableException("Store '" + hosted.name() + "' cannot be read while task "
                        + hosted.task() + " is being restored; try again later, or enable stale stores");
            }
            if (!type.accepts(hosted.store())) {
                throw new InvalidStateStoreException("Store '" + hosted.name() + "' is a "
                        + hosted.store().getClass().getSimpleName() + " and cannot be read as the type asked for ("
                        + type.getClass().getSimpleName() + ")");
            }
            return hosted.store();
        }

        private InvalidStateStoreException notHere(String storeName) {
            if (partition != null) {
                return new InvalidStateStorePartitionException(
                        // The first sentence is that of Kafka Streams, which people search for.
                        "The specified partition " + partition + " for store " + storeName
                                + " does not exist. It is not hosted by this instance now; ask the one that"
                                + " queryMetadataForKey or streamsMetadataForStore names.");
            }
            return new StateStoreNotAvailableException("No partition of store '" + storeName
                    + "' is hosted by this instance now; try again later, or ask another instance");
        }
    }
}
