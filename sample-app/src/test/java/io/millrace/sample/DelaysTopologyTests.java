package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.WindowStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelaysTopologyTests {

    @TempDir
    Path directory;

    @Test
    void everyDayAndHourOfEveryStateEqualsTheRecomputation() {
        FlightOracle oracle = new FlightOracle();
        try (TopologyRun run = delays(Duration.ofDays(100))) {
            run.report(new SourceFiles().flights());

            assertThat(windows(run, DelaysTopology.DAILY_STORE)).isEqualTo(oracle.byState(ChronoUnit.DAYS));
            assertThat(windows(run, DelaysTopology.HOURLY_STORE)).isEqualTo(oracle.byState(ChronoUnit.HOURS));
        }
    }

    @Test
    void halfADayOfGraceLosesNothingWhileReportsComeInOrder() {
        try (TopologyRun run = delays(Duration.ofHours(12))) {
            run.report(new SourceFiles().flights());

            assertThat(windows(run, DelaysTopology.HOURLY_STORE))
                    .isEqualTo(new FlightOracle().byState(ChronoUnit.HOURS));
        }
    }

    @Test
    void aFlightIsCountedOnTheDayItLeftThoughItsReportComesLater() {
        try (TopologyRun run = delays(Duration.ofHours(12))) {
            run.report(List.of(flight(1, "2001-01-02T03:00:00Z", 0), flight(2, "2001-01-01T23:00:00Z", 480)));

            assertThat(windows(run, DelaysTopology.DAILY_STORE))
                    .containsOnly(Map.entry(
                            "GA",
                            Map.of(
                                    Instant.parse("2001-01-01T00:00:00Z"),
                                            new DelayStats(1, 1, 480, 480, 480, List.of(2)),
                                    Instant.parse("2001-01-02T00:00:00Z"), new DelayStats(1, 0, 0, 0, 0, List.of(1)))));
        }
    }

    @Test
    void aReportAfterTheGraceIsLeftOut() {
        try (TopologyRun run = delays(Duration.ofHours(12))) {
            run.report(List.of(flight(1, "2001-01-03T12:00:00Z", 0), flight(2, "2001-01-01T23:00:00Z", 2300)));

            assertThat(windows(run, DelaysTopology.DAILY_STORE))
                    .containsOnly(Map.entry(
                            "GA",
                            Map.of(Instant.parse("2001-01-03T00:00:00Z"), new DelayStats(1, 0, 0, 0, 0, List.of(1)))));
        }
    }

    @Test
    void flightsThatComeOnceMoreAreCountedOnce() {
        List<Flight> flights = new SourceFiles().flights();
        try (TopologyRun run = delays(Duration.ofDays(100))) {
            run.report(flights);
            run.report(flights.subList(500, 1_500));

            assertThat(windows(run, DelaysTopology.DAILY_STORE)).isEqualTo(new FlightOracle().byState(ChronoUnit.DAYS));
        }
    }

    private TopologyRun delays(Duration grace) {
        FlightBoardProperties properties =
                new FlightBoardProperties(directory, 1, true, grace, new FlightBoardProperties.Broker(0, Map.of()));
        TopologyRun run = new TopologyRun(new DelaysTopology(TopologyRun.JSON, properties), directory);
        run.publishAirports();
        return run;
    }

    private static Flight flight(int id, String departure, int delayMinutes) {
        return new Flight(id, Instant.parse(departure), delayMinutes, 500, "ATL", "LAS");
    }

    private static Map<String, Map<Instant, DelayStats>> windows(TopologyRun run, String name) {
        WindowStore<String, DelayStats> store = run.driver().getWindowStore(name);
        Map<String, Map<Instant, DelayStats>> windows = new HashMap<>();
        try (KeyValueIterator<Windowed<String>, DelayStats> all = store.all()) {
            all.forEachRemaining(window -> windows.computeIfAbsent(window.key.key(), state -> new TreeMap<>())
                    .put(window.key.window().startTime(), window.value));
        }
        return windows;
    }
}
