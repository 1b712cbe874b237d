package io.millrace.streams.processor.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.StreamsConfig;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class AssignmentConfigsTests {

    @Test
    void settingsAreTakenFromTheConfiguration() {
        AssignmentConfigs configs = AssignmentConfigs.of(new StreamsConfig(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "application",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                "localhost:9092",
                StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG,
                2,
                StreamsConfig.RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG,
                7)));

        assertThat(configs.numStandbyReplicas()).isEqualTo(2);
        assertThat(configs.acceptableRecoveryLag()).isEqualTo(10_000);
        assertThat(configs.rackAwareTrafficCost()).hasValue(7);
        assertThat(configs.rackAwareNonOverlapCost()).isEmpty();
    }

    @Test
    void valuesThatTheConfigurationRefusesAreRefusedHereToo() {
        assertThatThrownBy(() -> new AssignmentConfigs(-1L, 1, 0, 60_000L, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG);
        assertThatThrownBy(() -> new AssignmentConfigs(1L, 1, 0, 60_000L, List.of(), 1, 1, "closest"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("closest");
    }
}
