package io.millrace.streams.state;

import java.util.Map;
import org.rocksdb.Options;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tunes the RocksDB instances behind persistent stores.
 *
 * <p>Needs a public constructor without parameters; one instance serves each store.
 */
public interface RocksDBConfigSetter {

    /** Logger for implementations that have none of their own. */
    Logger LOG = LoggerFactory.getLogger(RocksDBConfigSetter.class);

    /**
     * Changes the options before the database is opened.
     *
     * @param storeName name of the store
     * @param options the options, with the library's defaults set
     * @param configs the application's configuration by name
     */
    void setConfig(String storeName, Options options, Map<String, Object> configs);

    /**
     * Closes the RocksDB objects that {@link #setConfig} created for the store; they are not freed otherwise.
     *
     * @param storeName name of the store
     * @param options the options it was opened with
     */
    void close(String storeName, Options options);
}
