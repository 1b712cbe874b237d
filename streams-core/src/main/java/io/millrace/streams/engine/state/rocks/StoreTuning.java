package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.state.RocksDBConfigSetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the user's {@link RocksDBConfigSetter} how each store wants its column. What concerns the whole database cannot differ between
 * the stores in it and stays as the engine sets it, and so does the block cache, which is part of the one memory number; a warning
 * names what was not followed, once a store. Any thread may use it.
 */
public final class StoreTuning {

    /** Every store gets the engine's options. */
    public static final StoreTuning NONE = new StoreTuning(null, Map.of());

    private static final Logger log = LoggerFactory.getLogger(StoreTuning.class);

    private final @Nullable Class<?> setterType;
    private final Map<String, Object> configs;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /**
     * Reads nothing yet.
     *
     * @param setterType the user's class, null if there is none
     * @param configs what the setter is shown of the configuration
     */
    public StoreTuning(@Nullable Class<?> setterType, Map<String, Object> configs) {
        this.setterType = setterType;
        this.configs = configs;
    }

    boolean isSet() {
        return setterType != null;
    }

    @Override
    public String toString() {
        return setterType == null ? "the engine's options" : setterType.getName();
    }

    /** The options of a store's column; the caller closes them after the database. */
    ColumnTuning tune(String store, RocksResources resources) {
        Class<?> type = setterType;
        if (type == null) {
            return new ColumnTuning(store, resources);
        }
        RocksDBConfigSetter setter = newSetter(type);
        Options options = resources.handles().opened(new Options(resources.database(), resources.column()));
        SharedCacheTable table = resources.newTable();
        options.setTableFormatConfig(table);
        DatabaseWide before = DatabaseWide.of(options);
        try {
            setter.setConfig(store, options, configs);
        } catch (RuntimeException e) {
            resources.handles().close(options);
            throw new StreamsException(
                    type.getName() + ", set as rocksdb.config.setter, failed for store '" + store + "': " + e, e);
        }
        if (options.compressionType() != RocksResources.COMPRESSION_BELOW
                && options.compressionPerLevel().equals(RocksResources.COMPRESSION)) {
            options.setCompressionPerLevel(List.of()); // Or what the setter wants of all levels would count for none.
        }
        List<String> ignored = new ArrayList<>(DatabaseWide.of(options).changesSince(before));
        if (options.tableFormatConfig() instanceof BlockBasedTableConfig chosen) {
            if (table.offeredOtherCache()) {
                ignored.add("blockCache (stays the one that all stores share; size it with state.memory.max.bytes)");
            }
            chosen.setNoBlockCache(false);
            chosen.setBlockCache(resources.cache());
            options.setTableFormatConfig(chosen);
        }
        if (!ignored.isEmpty() && warned.add(store)) {
            log.warn(
                    "{} sets options of store '{}' that hold for a whole database. All stores of a task are in one, so"
                            + " these stay as they are: {}",
                    type.getName(),
                    store,
                    String.join(", ", ignored));
        }
        return new ColumnTuning(store, resources, new ColumnTuning.Tuned(setter, options, List.copyOf(ignored)));
    }

    private static RocksDBConfigSetter newSetter(Class<?> type) {
        try {
            return (RocksDBConfigSetter) Utils.newInstance(type);
        } catch (KafkaException | ClassCastException e) {
            throw new StreamsException(
                    type.getName() + " cannot be used as rocksdb.config.setter; it must be a RocksDBConfigSetter with a"
                            + " public constructor without parameters",
                    e);
        }
    }
}
