package io.millrace.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the flight board.
 *
 * @param dataDir where the embedded broker and the state stores keep their files
 * @param speedup how many times faster than in 2001 the flights are replayed; 129600 makes 90 days a minute
 * @param feed whether this instance publishes the flights; one of several does
 * @param grace how long after its end, in event time, a window still takes late flights
 * @param broker the embedded broker, used unless spring.kafka.bootstrap-servers is set
 */
@ConfigurationProperties("flightboard")
record FlightBoardProperties(
        @DefaultValue("flight-board-data") Path dataDir,
        @DefaultValue("129600") double speedup,
        @DefaultValue("true") boolean feed,
        @DefaultValue("100d") Duration grace,
        @DefaultValue Broker broker) {

    /**
     * Settings of the embedded broker.
     *
     * @param port port to listen on; 0 takes any free one, where no other instance has to find it
     * @param properties further properties of the broker
     */
    record Broker(@DefaultValue("0") int port, @DefaultValue Map<String, String> properties) {}
}
