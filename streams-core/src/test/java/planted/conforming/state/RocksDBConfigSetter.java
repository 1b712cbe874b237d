package planted.conforming.state;

import org.rocksdb.Options;

public interface RocksDBConfigSetter {

    void setConfig(Options options);
}
