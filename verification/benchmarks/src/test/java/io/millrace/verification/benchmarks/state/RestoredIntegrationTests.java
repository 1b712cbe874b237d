package io.millrace.verification.benchmarks.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The benchmark of restoring, with little to restore. */
class RestoredIntegrationTests {

    @ParameterizedTest
    @EnumSource
    void theLastRecordIsRestored(Library library) throws Exception {
        RestoreBenchmark benchmark = new RestoreBenchmark();
        benchmark.library = library;
        benchmark.records = 1_000;
        benchmark.findBroker();

        long bytes = benchmark.restore(new Cost());

        assertThat(bytes).isEqualTo(Changelogs.VALUE_BYTES);
        benchmark.close();
    }
}
