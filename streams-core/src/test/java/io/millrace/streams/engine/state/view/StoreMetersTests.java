package io.millrace.streams.engine.state.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.metrics.StoreMeter;
import io.millrace.streams.engine.metrics.StoreMetering;
import io.millrace.streams.engine.metrics.StoreOperation;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.time.SystemClock;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreMetersTests {

    private final Metrics metrics = new Metrics();
    private final int withoutStores = metrics.metrics().size();

    private final StoreMeters meters =
            StoreMeters.of("counts", "rocksdb-state-id", StoreSpec.Flavour.KEY_VALUE, new MeasuredTask());

    @AfterEach
    void closeMetrics() {
        metrics.close();
    }

    @Test
    void aStoreThatDoesNotOpenLeavesNoMetricsBehind() {
        assertThat(metrics.metrics()).hasSizeGreaterThan(withoutStores);

        assertThatThrownBy(() -> meters.opening(() -> {
                    throw new IllegalStateException("The disk is full");
                }))
                .hasMessage("The disk is full");

        assertThat(metrics.metrics()).hasSize(withoutStores);
    }

    @Test
    void aStoreThatOpensIsMeasuredUntilItCloses() {
        assertThat(meters.<String>opening(() -> "the store")).isEqualTo("the store");
        assertThat(metrics.metrics()).hasSizeGreaterThan(withoutStores);

        meters.close();

        assertThat(metrics.metrics()).hasSize(withoutStores);
    }

    private final class MeasuredTask extends TestContext implements StoreMetering {

        @Override
        public StoreMeter storeMeter(String tag, String store, Set<StoreOperation> timed) {
            return new StoreMeter(new EngineMetrics(metrics).scope(Map.of(tag, store)), timed, new SystemClock());
        }
    }
}
