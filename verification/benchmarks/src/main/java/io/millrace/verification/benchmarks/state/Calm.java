package io.millrace.verification.benchmarks.state;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Waits until the process does nothing in the background, so that what is measured next does not pay for what was done before. */
final class Calm {

    private static final int MAX_CHECKS = 100;
    private static final long CHECK_MS = 200;
    private static final long IDLE_NANOS = 20_000_000;

    private Calm() {}

    static void await() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try {
            for (int i = 0; i < MAX_CHECKS; i++) {
                long before = system.getProcessCpuTime();
                Thread.sleep(CHECK_MS);
                if (system.getProcessCpuTime() - before <= IDLE_NANOS) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
