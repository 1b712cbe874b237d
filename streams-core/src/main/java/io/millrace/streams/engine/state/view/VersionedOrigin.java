package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.state.VersionedBytesStore;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Where a typed versioned store gets its bytes and its serdes from when it is initialised. */
sealed interface VersionedOrigin<K, V> {

    String name();

    boolean isPersistent();

    /** The store the user made, null if there is none. */
    @Nullable
    StateStore foreign();

    /** The iterators over the store; those of a store the user made are not counted. */
    default StoreMeters meters(StateStoreContext context) {
        return StoreMeters.UNMEASURED;
    }

    VersionedView.Opened<K, V> open(StateStoreContext context, StateStore root);

    /** A column of ours. */
    record Column<K, V>(
            StoreSpec spec,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) implements VersionedOrigin<K, V> {

        @Override
        public String name() {
            return spec.name();
        }

        @Override
        public boolean isPersistent() {
            return spec.backing() == Backing.PERSISTENT;
        }

        @Override
        public @Nullable StateStore foreign() {
            return null;
        }

        @Override
        public StoreMeters meters(StateStoreContext context) {
            return StoreMeters.of(spec, context);
        }

        @Override
        public VersionedView.Opened<K, V> open(StateStoreContext context, StateStore root) {
            StoreHome home = StoreHome.of(context);
            StoreBuffer buffer = home.register(spec, context, root);
            return new VersionedView.Opened<>(
                    new BufferedVersions(buffer, home),
                    StoreSerdes.of(spec.name(), buffer.changelogTopic(), keySerde, valueSerde, context));
        }
    }

    /**
     * A store the user made.
     *
     * @param spec how its changelog is written
     */
    record Foreign<K, V>(
            VersionedBytesStore store,
            StoreSpec spec,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) implements VersionedOrigin<K, V> {

        @Override
        public String name() {
            return spec.name();
        }

        @Override
        public boolean isPersistent() {
            return store.persistent();
        }

        @Override
        public StateStore foreign() {
            return store;
        }

        @Override
        public VersionedView.Opened<K, V> open(StateStoreContext context, StateStore root) {
            store.init(context, root);
            StoreHome home = StoreHome.of(context);
            // A user's wrapper around a store of ours is logged by the store of ours.
            StoreBuffer log =
                    home.isShared() && !home.isRegistered(spec.name()) ? home.register(spec, context, root) : null;
            return new VersionedView.Opened<>(
                    new ForeignVersions(store, log),
                    StoreSerdes.of(
                            spec.name(), log == null ? null : log.changelogTopic(), keySerde, valueSerde, context));
        }
    }
}
