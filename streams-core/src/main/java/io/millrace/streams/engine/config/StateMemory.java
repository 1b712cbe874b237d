package io.millrace.streams.engine.config;

import io.millrace.streams.StreamsConfig;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * The memory that state may take in this process, one number, and its parts.
 *
 * @param heapBytes for entries as objects, changes that are not committed among them, on the heap
 * @param rowBytes for rows as bytes, on the heap
 * @param nativeBytes for blocks of files with their indexes and filters, and for memtables, off the heap
 */
public record StateMemory(long heapBytes, long rowBytes, long nativeBytes) {

    /** The key of the number. */
    static final String KEY = StreamsConfig.STATE_MEMORY_MAX_BYTES_CONFIG;

    private static final long MIN_DEFAULT_BYTES = 64L << 20;
    private static final long MAX_DEFAULT_BYTES = 2L << 30;

    /** The part of the memory beside the heap that is taken when nothing is said: one in so many. */
    private static final int DEFAULT_SHARE = 4;

    /** The part that changes may take, of the whole and of the heap: one in so many. */
    private static final int HEAP_SHARE = 4;

    /** The part that rows may take: eighths of the whole, and one eighth of the heap. */
    private static final int ROW_EIGHTHS = 3;

    /** The number itself. */
    public long totalBytes() {
        return heapBytes + rowBytes + nativeBytes;
    }

    static StateMemory of(StreamsConfig config) {
        Long asked = config.getLong(KEY);
        return of(asked, machineBytes(), Runtime.getRuntime().maxMemory());
    }

    /**
     * Splits the number.
     *
     * @param askedBytes the number, null for the default
     * @param machineBytes what the container has, or else the machine
     * @param maxHeapBytes what the heap may grow to
     */
    static StateMemory of(@Nullable Long askedBytes, long machineBytes, long maxHeapBytes) {
        long total = askedBytes == null ? defaultBytes(machineBytes, maxHeapBytes) : askedBytes;
        long heap = Math.min(total, maxHeapBytes) / HEAP_SHARE;
        long rows = Math.min(total * ROW_EIGHTHS, maxHeapBytes) / 8;
        return new StateMemory(heap, rows, total - heap - rows);
    }

    private static long defaultBytes(long machineBytes, long maxHeapBytes) {
        long beside = Math.max(0, machineBytes - maxHeapBytes);
        return Math.max(MIN_DEFAULT_BYTES, Math.min(MAX_DEFAULT_BYTES, beside / DEFAULT_SHARE));
    }

    /** The JDK answers with the limit of the container if there is one. */
    private static long machineBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}
