package planted.rocks.state;

import org.rocksdb.Options;

public interface Tuned {

    Options options();
}
