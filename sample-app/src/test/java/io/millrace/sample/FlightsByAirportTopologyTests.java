package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.TestOutputTopic;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightsByAirportTopologyTests {

    @TempDir
    Path directory;

    @Test
    void theQuarterAddsUpToTheRecomputation() {
        try (TopologyRun run = new TopologyRun(new FlightsByAirportTopology(TopologyRun.JSON), directory)) {
            run.publishAirports();
            run.report(new SourceFiles().flights());

            assertThat(airports(run)).isEqualTo(new FlightOracle().byAirport());
            TestOutputTopic<String, AirportStats> output = run.driver()
                    .createOutputTopic(
                            Topics.AIRPORT_STATS,
                            Serdes.String().deserializer(),
                            TopologyRun.JSON.of(AirportStats.class).deserializer());
            assertThat(output.readKeyValuesToMap()).isEqualTo(new FlightOracle().byAirport());
        }
    }

    @Test
    void flightsThatComeOnceMoreAreCountedOnce() {
        List<Flight> flights = new SourceFiles().flights();
        try (TopologyRun run = new TopologyRun(new FlightsByAirportTopology(TopologyRun.JSON), directory)) {
            run.publishAirports();
            run.report(flights.subList(0, 1_500));
            run.report(flights.subList(500, flights.size()));

            assertThat(airports(run)).isEqualTo(new FlightOracle().byAirport());
        }
    }

    @Test
    void aFlightFromAnUnknownAirportIsLeftOut() {
        try (TopologyRun run = new TopologyRun(new FlightsByAirportTopology(TopologyRun.JSON), directory)) {
            run.publishAirports();
            run.report(List.of(new Flight(1, Instant.parse("2001-01-01T00:47:00Z"), 66, 1750, "???", "LAS")));

            assertThat(airports(run)).isEmpty();
        }
    }

    private static Map<String, AirportStats> airports(TopologyRun run) {
        KeyValueStore<String, AirportStats> store = run.driver().getKeyValueStore(FlightsByAirportTopology.STORE);
        Map<String, AirportStats> airports = new TreeMap<>();
        try (KeyValueIterator<String, AirportStats> all = store.all()) {
            all.forEachRemaining(airport -> airports.put(airport.key, airport.value));
        }
        return airports;
    }
}
