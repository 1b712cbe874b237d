package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.state.RocksDBConfigSetter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.Options;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The options of one store's column, and who set them. Owned by the backend whose column it is. */
final class ColumnTuning implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ColumnTuning.class);

    private final String store;
    private final RocksResources resources;
    private final @Nullable Tuned tuned;
    private final ColumnFamilyOptions column;

    /**
     * What a setter did.
     *
     * @param setter the user's
     * @param options what it was given and changed
     * @param ignored what it changed in vain
     */
    record Tuned(RocksDBConfigSetter setter, Options options, List<String> ignored) {}

    /** The options of every store. */
    ColumnTuning(String store, RocksResources resources) {
        this.store = store;
        this.resources = resources;
        this.tuned = null;
        this.column = resources.column();
    }

    /** Options of its own. */
    ColumnTuning(String store, RocksResources resources, Tuned tuned) {
        this.store = store;
        this.resources = resources;
        this.tuned = tuned;
        this.column = resources.handles().opened(new ColumnFamilyOptions(tuned.options()));
    }

    ColumnFamilyOptions column() {
        return column;
    }

    /** What the setter changed in vain. */
    List<String> ignored() {
        return tuned == null ? List.of() : tuned.ignored();
    }

    /** Lets the setter close what it made, after the database; its failure keeps nothing else open. */
    @Override
    public void close() {
        Tuned own = tuned;
        if (own == null) {
            return;
        }
        try {
            own.setter().close(store, own.options());
        } catch (RuntimeException e) {
            log.warn(
                    "{} failed to close what it set for store '{}'",
                    own.setter().getClass().getName(),
                    store,
                    e);
        } finally {
            resources.handles().close(column);
            resources.handles().close(own.options());
        }
    }
}
