package planted.rocks.engine.state;

import org.rocksdb.Options;

public final class Opener {

    public void close(Options options) {
        options.close();
    }
}
