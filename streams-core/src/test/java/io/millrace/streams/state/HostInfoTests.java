package io.millrace.streams.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostInfoTests {

    @ParameterizedTest
    @CsvSource({"localhost:8080, localhost, 8080", "http://[::1]:9, ::1, 9"})
    void readsAnAddress(String endPoint, String host, int port) {
        assertThat(HostInfo.buildFromEndpoint(endPoint)).isEqualTo(new HostInfo(host, port));
    }

    @Test
    void noAddressIsNull() {
        assertThat(HostInfo.buildFromEndpoint(null)).isNull();
        assertThat(HostInfo.buildFromEndpoint(" ")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:http"})
    void refusesAnAddressOfAnotherForm(String endPoint) {
        assertThatThrownBy(() -> HostInfo.buildFromEndpoint(endPoint))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(endPoint)
                .hasMessageContaining("host:port");
    }

    @Test
    void unavailableIsNoRealAddress() {
        assertThat(HostInfo.unavailable()).isEqualTo(new HostInfo("unavailable", -1));
    }
}
