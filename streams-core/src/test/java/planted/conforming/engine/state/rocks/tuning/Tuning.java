package planted.conforming.engine.state.rocks.tuning;

import org.rocksdb.Options;
import planted.conforming.engine.state.Buffer;
import planted.conforming.state.RocksDBConfigSetter;

/** In a sub-package, which inherits its parent's line. */
public final class Tuning {

    public void apply(RocksDBConfigSetter setter, Options options, Buffer buffer) {
        if (buffer.ageMs(0) > 0) {
            setter.setConfig(options);
        }
    }
}
