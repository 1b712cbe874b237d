package io.millrace.verification.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parts of the page with little to do, in processes of their own as when they are measured. */
class PartsIntegrationTests {

    private static LoadedBroker broker;

    @BeforeAll
    static void start() {
        broker = LoadedBroker.start(1_000);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationRunsWhenItHasRestored(Library library) {
        Figures figures = new Restores().measure(new Restores.Changelog("a thousand keys", 1_000), library, broker);

        assertThat(figures.secondsToRunning()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationOfSpringStarts(Library library) {
        SpringStarts part = new SpringStarts();

        Figures figures = part.measure(part.lines().get(0), library, broker);

        assertThat(figures.millisToRunning()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void aDrainShowsAllItsMeasures(Library library) {
        Workload exactlyOnce = Workload.all().stream()
                .filter(workload -> workload.name().contains("exactly once"))
                .findFirst()
                .orElseThrow();

        Figures figures = Drain.of(library, exactlyOnce, broker, List.of());

        assertThat(figures.values())
                .containsOnlyKeys(
                        Measure.RECORDS,
                        Measure.NANOS,
                        Measure.CPU_NANOS,
                        Measure.WARM_RECORDS,
                        Measure.WARM_CPU_NANOS,
                        Measure.ALLOCATED_BYTES,
                        Measure.OPEN_FILES,
                        Measure.PEAK_BYTES,
                        Measure.RUNNING_NANOS,
                        Measure.FIRST_NANOS);
        assertThat(figures.records()).isEqualTo(1_000);
    }
}
