package io.millrace.streams.engine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.engine.query.HostedStore.Role;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.errors.InvalidStateStorePartitionException;
import io.millrace.streams.errors.StateStoreNotAvailableException;
import io.millrace.streams.errors.UnknownStateStoreException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import io.millrace.streams.state.ReadOnlyWindowStore;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoreFinderTests {

    private final StoreDirectory directory = new StoreDirectory();
    private final StoreFinder finder = new StoreFinder(directory, Set.of("store"));

    @Test
    void aViewIsHadBeforeItsStoreIsHostedAndFindsItLater() {
        ReadOnlyKeyValueStore<String, String> view = finder.find(keyValues());
        assertThatExceptionOfType(StateStoreNotAvailableException.class).isThrownBy(() -> view.get("key"));

        host(0, Role.RUNNING);

        assertThat(view.get("key")).isEqualTo("value");
    }

    @Test
    void aViewOfAPartitionThatIsElsewhereFailsWhenItIsRead() {
        host(0, Role.RUNNING);

        ReadOnlyKeyValueStore<String, String> view = finder.find(keyValues().withPartition(1));

        assertThatExceptionOfType(InvalidStateStorePartitionException.class).isThrownBy(() -> view.get("key"));
    }

    @Test
    void whatIsRestoredIsReadOnlyIfItMayBeStale() {
        host(0, Role.RESTORING);

        ReadOnlyKeyValueStore<String, String> view = finder.find(keyValues());
        ReadOnlyKeyValueStore<String, String> stale = finder.find(keyValues().enableStaleStores());

        assertThatExceptionOfType(StateStoreNotAvailableException.class).isThrownBy(() -> view.get("key"));
        assertThat(stale.get("key")).isEqualTo("value");
    }

    @Test
    void aViewOfAnotherTypeFailsWhenItIsRead() {
        host(0, Role.RUNNING);

        ReadOnlyWindowStore<String, String> view =
                finder.find(StoreQueryParameters.fromNameAndType("store", QueryableStoreTypes.windowStore()));

        assertThatExceptionOfType(InvalidStateStoreException.class).isThrownBy(() -> view.fetch("key", 0L));
    }

    @Test
    void thereIsNoViewOfAStoreThatTheTopologyLacks() {
        assertThatExceptionOfType(UnknownStateStoreException.class)
                .isThrownBy(() ->
                        finder.find(StoreQueryParameters.fromNameAndType("none", QueryableStoreTypes.keyValueStore())));
    }

    private void host(int partition, Role role) {
        directory.publish("worker", List.of(new HostedStore(new TaskId(0, partition), new OneValue(), role)));
    }

    private static StoreQueryParameters<ReadOnlyKeyValueStore<String, String>> keyValues() {
        return StoreQueryParameters.fromNameAndType("store", QueryableStoreTypes.keyValueStore());
    }

    private static final class OneValue implements StateStore, ReadOnlyKeyValueStore<String, String> {

        @Override
        public String name() {
            return "store";
        }

        @Override
        public String get(String key) {
            return "value";
        }

        @Override
        public KeyValueIterator<String, String> range(String from, String to) {
            throw new AssertionError("only single keys are read");
        }

        @Override
        public KeyValueIterator<String, String> all() {
            throw new AssertionError("only single keys are read");
        }

        @Override
        public long approximateNumEntries() {
            return 1;
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {}

        @Override
        public void close() {}

        @Override
        public boolean persistent() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }
}
