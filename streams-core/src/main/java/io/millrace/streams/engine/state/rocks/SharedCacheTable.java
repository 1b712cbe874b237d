package io.millrace.streams.engine.state.rocks;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;

/** The format of files that a setter finds; notes whether it is given another cache. */
final class SharedCacheTable extends BlockBasedTableConfig {

    private boolean offeredOtherCache;

    @Override
    public BlockBasedTableConfig setBlockCache(Cache cache) {
        offeredOtherCache = true;
        return super.setBlockCache(cache);
    }

    @Override
    public BlockBasedTableConfig setNoBlockCache(boolean none) {
        offeredOtherCache |= none;
        return super.setNoBlockCache(none);
    }

    /** Sets the cache that all share. */
    SharedCacheTable sharing(Cache cache) {
        super.setBlockCache(cache);
        return this;
    }

    boolean offeredOtherCache() {
        return offeredOtherCache;
    }
}
