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

class QueryIsolationTests {

    @ParameterizedTest
    @CsvSource({
        "at_least_once, , false",
        "at_least_once, read_committed, true",
        "at_least_once, read_uncommitted, false",
        "exactly_once_v2, , true",
        "exactly_once_v2, read_committed, true",
        "exactly_once_v2, read_uncommitted, false"
    })
    void whatQueriesSeeFollowsTheGuaranteeUnlessItIsSaid(String guarantee, String level, boolean committed) {
        assertThat(TaskSettings.of(config(guarantee, level)).queriesSeeCommitted())
                .isEqualTo(committed);
    }

    @Test
    void anotherLevelIsRefused() {
        assertThatThrownBy(() -> config("at_least_once", "serializable"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("query.isolation.level")
                .hasMessageContaining("read_committed, read_uncommitted");
    }

    private static StreamsConfig config(String guarantee, String level) {
        Map<String, Object> all = new HashMap<>();
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        if (level != null) {
            all.put(StreamsConfig.QUERY_ISOLATION_LEVEL_CONFIG, level);
        }
        return new StreamsConfig(all);
    }
}
