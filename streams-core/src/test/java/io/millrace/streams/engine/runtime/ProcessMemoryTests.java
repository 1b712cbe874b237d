package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.config.StateMemory;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.runtime.ProcessMemory.Lease;
import io.millrace.streams.engine.state.UncommittedBudget;
import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.Test;

class ProcessMemoryTests {

    private static final long MIB = 1L << 20;
    private static final StateMemory SMALL = new StateMemory(4 * MIB, 4 * MIB, 12 * MIB);
    private static final StateMemory LARGE = new StateMemory(40 * MIB, 40 * MIB, 120 * MIB);

    private final ProcessMemory memory = new ProcessMemory();

    @Test
    void clientsShareWhatTheFirstAskedFor() {
        try (Lease first = memory.lease(SMALL, "first");
                Lease second = memory.lease(LARGE, "second")) {
            assertThat(second.rocks()).isSameAs(first.rocks());
            UncommittedBudget ofFirst = first.join();
            UncommittedBudget ofSecond = second.join();
            assertThat(ofFirst.limitBytes()).isEqualTo(2 * MIB);

            second.close();

            assertThat(ofFirst.limitBytes()).isEqualTo(4 * MIB);
            assertThat(ofSecond).isNotSameAs(ofFirst);
        }
    }

    @Test
    void theLastToLeaveFreesAllAndTheNextBeginsAnew() {
        Lease first = memory.lease(SMALL, "first");
        Lease second = memory.lease(SMALL, "second");
        assertThat(memory.openHandles()).isPositive();

        first.close();
        first.close();
        assertThat(memory.openHandles()).isPositive();
        second.close();
        assertThat(memory.openHandles()).isZero();

        try (Lease third = memory.lease(LARGE, "third")) {
            assertThat(third.join().limitBytes()).isEqualTo(40 * MIB);
        }
        assertThat(memory.openHandles()).isZero();
    }

    @Test
    void whatIsUsedIsShown() {
        try (Metrics registry = new Metrics();
                EngineMetrics metrics = new EngineMetrics(registry);
                MetricScope scope = metrics.scope(Map.of("client-id", "first"));
                Lease lease = memory.lease(SMALL, "first")) {
            lease.publish(scope);

            assertThat(metrics.metrics().entrySet().stream()
                            .filter(entry -> entry.getKey().group().equals("stream-memory-metrics"))
                            .map(entry -> entry.getKey().name() + "="
                                    + entry.getValue().metricValue()))
                    .contains("state-memory-max-bytes=" + 20 * MIB, "state-memory-buffer-bytes=0")
                    .hasSize(6);
        }
    }
}
