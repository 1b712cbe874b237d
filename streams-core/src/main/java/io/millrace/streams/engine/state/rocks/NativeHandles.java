package io.millrace.streams.engine.state.rocks;

import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.AbstractNativeReference;

/** Counts native objects, which no garbage collector frees. */
final class NativeHandles {

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();

    <T extends AbstractNativeReference> T opened(T handle) {
        open.incrementAndGet();
        return handle;
    }

    void close(AbstractNativeReference handle) {
        handle.close();
        open.decrementAndGet();
    }

    /** Notes iterators that nobody had closed when their database was. */
    void abandoned(int iterators) {
        abandoned.addAndGet(iterators);
    }

    int abandoned() {
        return abandoned.get();
    }

    int open() {
        return open.get();
    }
}
