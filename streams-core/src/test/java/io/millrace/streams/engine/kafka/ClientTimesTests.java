package io.millrace.streams.engine.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientTimesTests {

    @Test
    void whatIsNotSetIsAsTheClientsHaveIt() {
        assertThat(ClientTimes.of(Map.of(), Map.of())).isEqualTo(new ClientTimes(3_000, 60_000));
    }

    @Test
    void settingsMayBeTextOrNumbers() {
        assertThat(ClientTimes.of(Map.of("heartbeat.interval.ms", "500"), Map.of("transaction.timeout.ms", 10_000)))
                .isEqualTo(new ClientTimes(500, 10_000));
    }
}
