package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.spring.StreamsFailedEvent;
import io.millrace.streams.spring.StreamsStateChangedEvent;
import io.millrace.streams.spring.autoconfigure.diagnostics.BrokerUnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;

class LivenessOnFailureTests {

    private final StreamsProperties properties = new StreamsProperties();
    private final List<Object> told = new ArrayList<>();
    private final ApplicationEventPublisher events =
            event -> told.add(event instanceof AvailabilityChangeEvent<?> change ? change.getState() : event);
    private final LivenessOnFailure liveness = new LivenessOnFailure(properties, events);

    @BeforeEach
    void askForIt() {
        properties.getHealth().setLivenessOnFailure(true);
    }

    @Test
    void breaksWithATopologyAndComesBackWithIt() {
        liveness.failed(new StreamsFailedEvent("words", new IllegalStateException("not this word")));
        liveness.changed(new StreamsStateChangedEvent("words", State.RUNNING, State.REBALANCING));

        assertThat(told).containsExactly(LivenessState.BROKEN, LivenessState.CORRECT);
    }

    @Test
    void isNotBrokenByABrokerThatIsAway() {
        liveness.failed(new StreamsFailedEvent(
                "words", new BrokerUnreachableException("words", "localhost:1", Duration.ofSeconds(60), null)));

        assertThat(told).isEmpty();
    }

    @Test
    void isLeftAloneUnlessAskedFor() {
        properties.getHealth().setLivenessOnFailure(false);

        liveness.failed(new StreamsFailedEvent("words", new IllegalStateException("not this word")));

        assertThat(told).isEmpty();
    }
}
