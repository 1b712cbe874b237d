package io.millrace.streams.engine.task.readonly;

import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.SessionStoreWithHeaders;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.TimestampedWindowStore;
import io.millrace.streams.state.TimestampedWindowStoreWithHeaders;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.WindowStore;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A store of which only the owner may change the contents and the life. Any thread may read it, if the store allows that. */
public abstract class ReadOnlyStore<S extends StateStore> implements StateStore {

    private final S store;

    ReadOnlyStore(S store) {
        this.store = store;
    }

    /** The store for reading; one of a type of the user's own is given as it is. */
    public static StateStore of(StateStore store) {
        if (store instanceof TimestampedKeyValueStoreWithHeaders<?, ?> withHeaders) {
            return new ReadOnlyKeyValues.WithHeaders<>(withHeaders);
        } else if (store instanceof TimestampedKeyValueStore<?, ?> timestamped) {
            return new ReadOnlyKeyValues.Timestamped<>(timestamped);
        } else if (store instanceof VersionedKeyValueStore<?, ?> versioned) {
            return new ReadOnlyVersions<>(versioned);
        } else if (store instanceof KeyValueStore<?, ?> plain) {
            return new ReadOnlyKeyValues<>(plain);
        } else if (store instanceof TimestampedWindowStoreWithHeaders<?, ?> withHeaders) {
            return new ReadOnlyWindows.WithHeaders<>(withHeaders);
        } else if (store instanceof TimestampedWindowStore<?, ?> timestamped) {
            return new ReadOnlyWindows.Timestamped<>(timestamped);
        } else if (store instanceof WindowStore<?, ?> plain) {
            return new ReadOnlyWindows<>(plain);
        } else if (store instanceof SessionStoreWithHeaders<?, ?> withHeaders) {
            return new ReadOnlySessions.WithHeaders<>(withHeaders);
        } else if (store instanceof SessionStore<?, ?> plain) {
            return new ReadOnlySessions<>(plain);
        }
        return store;
    }

    final S store() {
        return store;
    }

    final UnsupportedOperationException refused() {
        return new UnsupportedOperationException("Global store is read only: '" + store.name()
                + "' can be changed by the processor that fills it from its topic, and by no other; write to"
                + " that topic");
    }

    @Override
    public final String name() {
        return store.name();
    }

    @Override
    public final void init(StateStoreContext context, StateStore root) {
        throw refused();
    }

    @Override
    public final void commit(Map<TopicPartition, Long> changelogOffsets) {
        throw refused();
    }

    @Override
    public final void close() {
        throw refused();
    }

    @Override
    public final @Nullable Long committedOffset(TopicPartition partition) {
        return store.committedOffset(partition);
    }

    @Override
    public final boolean persistent() {
        return store.persistent();
    }

    @Override
    public final boolean isOpen() {
        return store.isOpen();
    }

    @Override
    public final <R extends @Nullable Object> QueryResult<R> query(
            Query<R> query, PositionBound positionBound, QueryConfig config) {
        return store.query(query, positionBound, config);
    }

    @Override
    public final Position getPosition() {
        return store.getPosition();
    }
}
