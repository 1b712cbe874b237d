package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SourceFilesTests {

    private final SourceFiles files = new SourceFiles();

    @Test
    void flightsComeInTheOrderOfTheirReportsWithTheirDepartureInUtc() {
        List<Flight> flights = files.flights();

        assertThat(flights).hasSize(20_000).isSortedAccordingTo(Comparator.comparing(Flight::reported));
        Flight lateFromDetroit = new Flight(3, Instant.parse("2001-01-01T00:47:00Z"), 66, 1750, "DTW", "LAS");
        assertThat(flights.get(2)).isEqualTo(lateFromDetroit);
        assertThat(lateFromDetroit.reported()).isEqualTo("2001-01-01T01:53:00Z");
    }

    @Test
    void aCommaWithinQuotesBelongsToTheName() {
        assertThat(files.airports())
                .hasSize(3_376)
                .contains(new Airport("BTR", "Baton Rouge Metropolitan, Ryan", "Baton Rouge", "LA", "USA"));
    }

    @Test
    void everyFlightLeavesAndReachesAKnownAirport() {
        Set<String> known = files.airports().stream().map(Airport::iata).collect(Collectors.toSet());

        assertThat(files.flights())
                .allSatisfy(flight -> assertThat(known).contains(flight.origin(), flight.destination()));
    }
}
