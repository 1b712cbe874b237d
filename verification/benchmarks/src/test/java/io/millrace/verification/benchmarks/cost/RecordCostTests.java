package io.millrace.verification.benchmarks.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a record may cost from being fetched to the commit, without the clients: bytes allocated and calls of native code, counted in a JVM
 * that compiles nothing, where the numbers are the same each time. Half of the allocation is reading and writing strings of 100 characters.
 * Bounds leave some per cent for other releases of the JDK. Who makes a record cheaper lowers them; who makes one dearer says in the commit
 * what it buys.
 */
class RecordCostTests {

    private static final Map<String, Costs> COSTS = new HashMap<>();

    private record Costs(double bytes, double nativeCalls, double sent) {}

    @BeforeAll
    static void count(@TempDir Path directory) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CountedProcess.class.getName(),
                directory.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            for (String line : process.inputReader().lines().collect(Collectors.toList())) {
                String[] words = line.split(" ");
                COSTS.put(
                        words[0],
                        new Costs(
                                Double.parseDouble(words[1]),
                                Double.parseDouble(words[2]),
                                Double.parseDouble(words[3])));
            }
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // workload, bytes, native calls, records sent and entries logged
        "COPY,           740, 0,    1",
        "FILTER_MAP,     980, 0,    1",
        "COUNT,         1110, 0.51, 1",
        "COUNT_EACH,    1300, 0.51, 1.5",
        "WINDOWED_COUNT, 1370, 0.51, 1",
        "SESSION_COUNT, 3490, 8.02, 2",
        "TABLE_JOIN,     910, 0.26, 0.75",
        "STREAM_JOIN,   2180, 4.02, 1.5",
    })
    void aRecordCostsNoMoreThanThis(String workload, double bytes, double nativeCalls, double sent) {
        Costs costs = COSTS.get(workload);

        assertThat(costs.sent()).as("the work of %s", workload).isEqualTo(sent);
        assertThat(costs.bytes()).as("bytes allocated in %s", workload).isBetween(bytes / 2, bytes);
        assertThat(costs.nativeCalls()).as("native calls in %s", workload).isLessThanOrEqualTo(nativeCalls);
    }
}
