package io.millrace.streams.engine.state.rocks;

import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.AbstractNativeReference;

/** Counts native objects, which no garbage collector frees. */
final class NativeHandles {

    private final AtomicInteger open = new AtomicInteger();

    <T extends AbstractNativeReference> T opened(T handle) {
        open.incrementAndGet();
        return handle;
    }

    void close(AbstractNativeReference handle) {
        handle.close();
        open.decrementAndGet();
    }

    int open() {
        return open.get();
    }
}
