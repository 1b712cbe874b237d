package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.spring.StreamsFailedEvent;
import io.millrace.streams.spring.StreamsStateChangedEvent;
import io.millrace.streams.spring.autoconfigure.diagnostics.BrokerUnreachableException;
import java.util.HashSet;
import java.util.Set;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;

/**
 * Tells that the application is broken while a topology has failed for good, where that was asked for; so that it is restarted as
 * a whole. Called by threads of any topology.
 */
final class LivenessOnFailure {

    private final StreamsProperties properties;
    private final ApplicationEventPublisher events;
    private final Set<String> failed = new HashSet<>();

    LivenessOnFailure(StreamsProperties properties, ApplicationEventPublisher events) {
        this.properties = properties;
        this.events = events;
    }

    @EventListener
    synchronized void failed(StreamsFailedEvent event) {
        if (event.failure() instanceof BrokerUnreachableException) {
            // A restart of the application does not bring a broker back.
            return;
        }
        if (properties.inherited(event.topology(), level -> level.getHealth().getLivenessOnFailure(), false)) {
            failed.add(event.topology());
            AvailabilityChangeEvent.publish(events, event, LivenessState.BROKEN);
        }
    }

    @EventListener
    synchronized void changed(StreamsStateChangedEvent event) {
        if (event.newState() == State.RUNNING && failed.remove(event.topology()) && failed.isEmpty()) {
            // Somebody has started it by hand.
            AvailabilityChangeEvent.publish(events, event, LivenessState.CORRECT);
        }
    }
}
