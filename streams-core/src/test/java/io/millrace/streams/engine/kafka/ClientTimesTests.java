package io.millrace.streams.engine.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ClientTimesTests {

    @Test
    void whatIsNotSetIsAsTheClientsHaveIt() {
        ClientTimes times = ClientTimes.of(Map.of(), Map.of());

        assertThat(times)
                .isEqualTo(new ClientTimes(
                        ((Number) ConsumerConfig.configDef().defaultValues().get("heartbeat.interval.ms")).longValue(),
                        ((Number) ProducerConfig.configDef().defaultValues().get("transaction.timeout.ms"))
                                .longValue()));
    }

    @Test
    void settingsMayBeTextOrNumbers() {
        assertThat(ClientTimes.of(Map.of("heartbeat.interval.ms", "500"), Map.of("transaction.timeout.ms", 10_000)))
                .isEqualTo(new ClientTimes(500, 10_000));
    }
}
