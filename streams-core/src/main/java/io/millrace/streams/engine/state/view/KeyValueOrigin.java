package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.state.KeyValueStore;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Where a typed key-value store gets its bytes and its serdes from when it is initialised. */
sealed interface KeyValueOrigin<K, V> {

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

    KeyValueView.Opened<K, V> open(StateStoreContext context, StateStore root, KeyValueView<K, V> view);

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
            implements KeyValueOrigin<K, V> {

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
        public KeyValueView.Opened<K, V> open(StateStoreContext context, StateStore root, KeyValueView<K, V> view) {
            return open(context, root, true, values -> values);
        }

        private KeyValueView.Opened<K, V> open(
                StateStoreContext context,
                StateStore root,
                boolean holdsObjects,
                Function<BufferedKeyValues, KeyValueBytes> kept) {
            StoreHome home = StoreHome.of(context);
            StoreBuffer buffer = home.register(spec, context, root);
            StoreSerdes<K, S> serdes =
                    StoreSerdes.of(spec.name(), buffer.changelogTopic(), keySerde, valueSerde, context);
            Held<K, V> held = new Held<>(serdes, Held.codec(codec.apply(serdes), uncached, buffer), holdsObjects);
            buffer.holdAs(held);
            return new KeyValueView.Opened<>(kept.apply(new BufferedKeyValues(buffer, home)), serdes, held);
        }
    }

    /** A column of ours that keeps the entries used last. */
    record Lru<K, V, S>(Column<K, V, S> entries, int maxEntries) implements KeyValueOrigin<K, V> {

        @Override
        public String name() {
            return entries.name();
        }

        @Override
        public boolean isPersistent() {
            return entries.isPersistent();
        }

        @Override
        public @Nullable StateStore foreign() {
            return null;
        }

        @Override
        public StoreMeters meters(StateStoreContext context) {
            return StoreMeters.of(
                    name(), "in-memory-lru-state-id", entries.spec().flavour(), context);
        }

        @Override
        public KeyValueView.Opened<K, V> open(StateStoreContext context, StateStore root, KeyValueView<K, V> view) {
            return entries.open(context, root, false, values -> new LruKeyValues(values, maxEntries));
        }
    }

    /**
     * A store the user made.
     *
     * @param spec how its changelog is written
     * @param <S> the type of the value serde
     */
    record Foreign<K, V, S>(
            KeyValueStore<Bytes, byte[]> store,
            StoreSpec spec,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<S> valueSerde,
            Function<StoreSerdes<K, S>, ValueCodec<V>> codec)
            implements KeyValueOrigin<K, V> {

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
        public KeyValueView.Opened<K, V> open(StateStoreContext context, StateStore root, KeyValueView<K, V> view) {
            store.init(context, root);
            StoreHome home = StoreHome.of(context);
            // A user's wrapper around a store of ours is logged by the store of ours.
            StoreBuffer log =
                    home.isShared() && !home.isRegistered(spec.name()) ? home.register(spec, context, root) : null;
            StoreSerdes<K, S> serdes = StoreSerdes.of(
                    spec.name(), log == null ? null : log.changelogTopic(), keySerde, valueSerde, context);
            return new KeyValueView.Opened<>(
                    new ForeignKeyValues(store, log), serdes, new Held<>(serdes, codec.apply(serdes), false));
        }
    }
}
