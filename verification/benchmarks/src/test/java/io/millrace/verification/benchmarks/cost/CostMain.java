package io.millrace.verification.benchmarks.cost;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Prints what a record costs in each workload: bytes allocated, calls of native code, records sent. The same each time, within a thousandth,
 * if nothing is compiled.
 */
public final class CostMain {

    private static final int COMMITS_BEFORE = 3;
    private static final int COMMITS = 4;
    private static final int RECORDS_A_COMMIT = 1_000;

    private CostMain() {}

    /** @param arguments a directory for state */
    public static void main(String[] arguments) throws IOException {
        for (Workload workload : Workload.values()) {
            Path directory = Files.createDirectories(Path.of(arguments[0], workload.name()));
            try (CountedTask task = new CountedTask(workload, directory)) {
                System.out.println(workload + " " + costs(workload, task));
            }
        }
    }

    /** Bytes and calls a record, and records sent for one. */
    private static String costs(Workload workload, CountedTask task) {
        for (int i = 0; i < COMMITS_BEFORE; i++) {
            task.run(task.records(RECORDS_A_COMMIT));
        }
        List<Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>> inputs = new ArrayList<>();
        for (int i = 0; i < COMMITS; i++) {
            inputs.add(task.records(RECORDS_A_COMMIT));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sentBefore = task.sent();
        long callsBefore = NativeCalls.total();
        long bytesBefore = threads.getCurrentThreadAllocatedBytes();
        inputs.forEach(task::run);
        long bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
        long calls = NativeCalls.total() - callsBefore;
        long sent = task.sent() - sentBefore;
        double records = (double) workload.inputs() * COMMITS * RECORDS_A_COMMIT;
        return bytes / records + " " + calls / records + " " + sent / records;
    }
}
