package io.millrace.verification.benchmarks.state;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What operations cost. The CPU time is that of the process, with that of the threads which flush, compact and collect garbage; on a machine with other load it says more
 * than time does.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Cost {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    public long cpuNanos;
    public long nanos;
    public long operations;

    /** Files that were made, where that is measured. */
    public long files;

    /** Does some operations and counts what they cost. */
    long of(int count, LongSupplier work) {
        long cpuBefore = SYSTEM.getProcessCpuTime();
        long before = System.nanoTime();
        long result = work.getAsLong();
        nanos += System.nanoTime() - before;
        cpuNanos += SYSTEM.getProcessCpuTime() - cpuBefore;
        operations += count;
        return result;
    }
}
