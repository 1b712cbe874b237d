package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.state.SessionStore;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Where a typed session store gets its bytes and its serdes from when it is initialised. */
sealed interface SessionOrigin<K, V> {

    String name();

    boolean isPersistent();

    /** The column of ours, null if the user made the store. */
    default @Nullable StoreSpec column() {
        return null;
    }

    /** The store the user made, null if there is none. */
    @Nullable
    StateStore foreign();

    /** The iterators over the store; those of a store the user made are not counted. */
    default StoreMeters meters(StateStoreContext context) {
        return StoreMeters.UNMEASURED;
    }

    SessionView.Opened<K, V> open(StateStoreContext context, StateStore root);

    /**
     * A column of ours.
     *
     * @param uncached what is seen of a value if the store has no cache, null for all of it
     * @param <S> the type of the value serde
     */
    record Column<K, V, S>(
            StoreSpec spec,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<S> valueSerde,
            Function<StoreSerdes<K, S>, ValueCodec<V>> codec,
            @Nullable UnaryOperator<V> uncached)
            implements SessionOrigin<K, V> {

        Column(
                StoreSpec spec,
                @Nullable Serde<K> keySerde,
                @Nullable Serde<S> valueSerde,
                Function<StoreSerdes<K, S>, ValueCodec<V>> codec) {
            this(spec, keySerde, valueSerde, codec, null);
        }

        @Override
        public StoreSpec column() {
            return spec;
        }

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
        public SessionView.Opened<K, V> open(StateStoreContext context, StateStore root) {
            StoreHome home = StoreHome.of(context);
            StoreBuffer buffer = home.register(spec, context, root);
            StoreSerdes<K, S> serdes =
                    StoreSerdes.of(spec.name(), buffer.changelogTopic(), keySerde, valueSerde, context);
            Held<K, V> held = new Held<>(serdes, Held.codec(codec.apply(serdes), uncached, buffer), true);
            return new SessionView.Opened<>(BufferedSessions.in(buffer, home, held), held);
        }
    }

    /**
     * A store the user made.
     *
     * @param spec how its changelog is written: under whole changelog keys, as if they were those of a key-value store
     * @param <S> the type of the value serde
     */
    record Foreign<K, V, S>(
            SessionStore<Bytes, byte[]> store,
            StoreSpec spec,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<S> valueSerde,
            Function<StoreSerdes<K, S>, ValueCodec<V>> codec)
            implements SessionOrigin<K, V> {

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
        public SessionView.Opened<K, V> open(StateStoreContext context, StateStore root) {
            store.init(context, root);
            StoreHome home = StoreHome.of(context);
            // A user's wrapper around a store of ours is logged by the store of ours.
            StoreBuffer buffer =
                    home.isShared() && !home.isRegistered(name()) ? home.register(spec, context, root) : null;
            StoreSerdes<K, S> serdes = StoreSerdes.of(
                    name(), buffer == null ? null : buffer.changelogTopic(), keySerde, valueSerde, context);
            return new SessionView.Opened<>(
                    new ForeignSessions(store, buffer), new Held<>(serdes, codec.apply(serdes), false));
        }
    }
}
