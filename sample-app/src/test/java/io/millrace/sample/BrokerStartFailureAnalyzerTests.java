package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.millrace.streams.broker.BrokerPortInUseException;
import io.millrace.streams.broker.BrokerStartException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class BrokerStartFailureAnalyzerTests {

    @ParameterizedTest
    @CsvSource({"true, flightboard.broker.port", "false, flightboard.data-dir"})
    void secondInstanceIsToldHowToStart(boolean port, String property) {
        BrokerStartException failure = port ? mock(BrokerPortInUseException.class) : mock(BrokerStartException.class);
        when(failure.getMessage()).thenReturn("It is in use.");

        FailureAnalysis analysis = new BrokerStartFailureAnalyzer().analyze(failure, failure);

        assertThat(analysis.getDescription()).isEqualTo("It is in use.");
        assertThat(analysis.getAction()).contains("--spring.profiles.active=second", property);
    }
}
