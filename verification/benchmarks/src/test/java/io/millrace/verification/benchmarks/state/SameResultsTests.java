package io.millrace.verification.benchmarks.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each benchmark with little work: it runs, and reads the same from both libraries. */
class SameResultsTests {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsOfHotKeysAreTheSame(boolean cached) {
        List<Long> read = new ArrayList<>();
        for (Library library : Library.values()) {
            HotKeysBenchmark benchmark = new HotKeysBenchmark();
            benchmark.library = library;
            benchmark.cached = cached;
            benchmark.keys = 100;
            benchmark.operationsPerCommit = 500;
            benchmark.open();
            read.add(benchmark.getModifyPut(new Cost()) + benchmark.getModifyPut(new Cost()));
            benchmark.close();
        }

        assertThat(read.get(0)).isPositive().isEqualTo(read.get(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsAreTheSame(boolean cached) {
        List<List<Long>> read = new ArrayList<>();
        for (Library library : Library.values()) {
            RowsBenchmark benchmark = new RowsBenchmark();
            benchmark.library = library;
            benchmark.cached = cached;
            benchmark.keys = 1_000;
            benchmark.operationsPerCommit = 500;
            benchmark.open();
            benchmark.put(new Cost());
            read.add(List.of(benchmark.get(new Cost()), benchmark.scan(new Cost())));
            benchmark.close();
        }

        assertThat(read.get(0)).isEqualTo(read.get(1)).doesNotContain(0L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void windowsAreTheSame(boolean cached) {
        List<Long> read = new ArrayList<>();
        for (Library library : Library.values()) {
            WindowsBenchmark benchmark = new WindowsBenchmark();
            benchmark.library = library;
            benchmark.cached = cached;
            benchmark.windows = 1_000;
            benchmark.operationsPerCommit = 100;
            benchmark.open();
            read.add(benchmark.fetch(new Cost()) + benchmark.fetch(new Cost()));
            benchmark.close();
        }

        assertThat(read.get(0)).isPositive().isEqualTo(read.get(1));
    }

    @Test
    void aTaskOfTenStoresOpensWithFewerFiles() {
        List<Long> files = new ArrayList<>();
        for (Library library : Library.values()) {
            OpenBenchmark benchmark = new OpenBenchmark();
            benchmark.library = library;
            benchmark.stores = 10;
            benchmark.makeDirectory();
            files.add(benchmark.open(new Cost()));
            benchmark.close();
        }

        assertThat(files.get(1)).isPositive().isLessThan(files.get(0));
    }
}
