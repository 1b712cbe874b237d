package io.millrace.streams.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.StreamsConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateMemoryTests {

    private static final long MIB = 1L << 20;

    @ParameterizedTest(name = "container of {0} MiB, heap of {1}: {2}")
    @CsvSource({"1024, 256, 192", "8192, 2048, 1536", "65536, 16384, 2048", "256, 200, 64", "0, 512, 64"})
    void theDefaultIsAQuarterOfWhatIsBesideTheHeap(long machineMib, long heapMib, long expectedMib) {
        StateMemory memory = StateMemory.of(null, machineMib * MIB, heapMib * MIB);

        assertThat(memory.totalBytes()).isEqualTo(expectedMib * MIB);
    }

    @Test
    void aQuarterIsForEntriesAndThreeEighthsForRowsButNotMuchOfTheHeap() {
        assertThat(StateMemory.of(400 * MIB, 0, 2000 * MIB))
                .isEqualTo(new StateMemory(100 * MIB, 150 * MIB, 150 * MIB));
        assertThat(StateMemory.of(400 * MIB, 0, 200 * MIB)).isEqualTo(new StateMemory(50 * MIB, 25 * MIB, 325 * MIB));
    }

    @Test
    void theNumberIsRead() {
        assertThat(StateMemory.of(config(Map.of("state.memory.max.bytes", "100000000")))
                        .totalBytes())
                .isEqualTo(100_000_000);
        assertThat(StateMemory.of(config(Map.of())).totalBytes()).isGreaterThanOrEqualTo(64 * MIB);
    }

    @Test
    void tooLittleIsRefused() {
        assertThatThrownBy(() -> config(Map.of("state.memory.max.bytes", 1000L)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("state.memory.max.bytes")
                .hasMessageContaining("16777216");
    }

    private static StreamsConfig config(Map<String, Object> extra) {
        Map<String, Object> all = new HashMap<>(extra);
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
        return new StreamsConfig(all);
    }
}
