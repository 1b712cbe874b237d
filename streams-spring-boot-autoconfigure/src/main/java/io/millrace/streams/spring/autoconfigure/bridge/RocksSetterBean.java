package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.state.RocksDBConfigSetter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;

/** Passes on to a {@link RocksDBConfigSetter} bean, which serves all stores. */
public final class RocksSetterBean implements RocksDBConfigSetter {

    /** Key of the configuration that holds the bean. */
    public static final String BEAN = "streams.spring.rocksdb-config-setter-bean";

    private @Nullable RocksDBConfigSetter bean;

    /** Called by the engine. */
    public RocksSetterBean() {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        RocksDBConfigSetter found = Bridged.bean(configs, BEAN, RocksDBConfigSetter.class);
        bean = found;
        found.setConfig(storeName, options, configs);
    }

    @Override
    public void close(String storeName, Options options) {
        if (bean != null) {
            bean.close(storeName, options);
        }
    }
}
