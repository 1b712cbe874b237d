package io.millrace.sample;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summarizingInt;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What the board must show, computed from the files alone: no topology, none of the application's arithmetic. */
final class FlightOracle {

    private static final Pattern AIRPORT = Pattern.compile("([^,]+),(\"[^\"]*\"|[^,]*),([^,]*),([^,]*),.*");

    private final List<Row> rows;
    private final Map<String, Place> places;

    FlightOracle() {
        this.places = lines("data/airports.csv").stream()
                .map(AIRPORT::matcher)
                .filter(Matcher::matches)
                .collect(toMap(
                        row -> row.group(1),
                        row -> new Place(row.group(2).replace("\"", ""), row.group(3), row.group(4))));
        List<Row> reported = lines("data/flights-2001-q1.csv").stream()
                .map(line -> line.split(","))
                .map(cells -> new Row(0, LocalDateTime.parse(cells[0]), Integer.parseInt(cells[1]), cells[3]))
                .sorted(Comparator.comparing(row -> row.departure().plusMinutes(row.delayMinutes())))
                .toList();
        this.rows = IntStream.range(0, reported.size())
                .mapToObj(i -> reported.get(i).numbered(i + 1))
                .toList();
    }

    int flights() {
        return rows.size();
    }

    Map<String, AirportStats> byAirport() {
        Map<String, AirportStats> expected = new TreeMap<>();
        Map<String, IntSummaryStatistics> delays =
                rows.stream().collect(groupingBy(Row::origin, summarizingInt(Row::delayMinutes)));
        delays.forEach((origin, stats) -> {
            Place place = Objects.requireNonNull(places.get(origin));
            expected.put(
                    origin,
                    new AirportStats(
                            place.name(),
                            place.city(),
                            place.state(),
                            stats.getCount(),
                            stats.getSum(),
                            twoDecimals(stats.getAverage()),
                            lastFrom(origin)));
        });
        return expected;
    }

    /** By state, then by the start of the day or hour. */
    Map<String, Map<Instant, DelayStats>> byState(ChronoUnit window) {
        Map<String, Map<Instant, List<Row>>> grouped = rows.stream()
                .collect(groupingBy(
                        row -> Objects.requireNonNull(places.get(row.origin())).state(),
                        groupingBy(row -> row.departure().truncatedTo(window).toInstant(ZoneOffset.UTC))));
        Map<String, Map<Instant, DelayStats>> expected = new HashMap<>();
        grouped.forEach((state, windows) -> windows.forEach((start, departures) ->
                expected.computeIfAbsent(state, any -> new TreeMap<>()).put(start, delays(departures))));
        return expected;
    }

    private int lastFrom(String origin) {
        return rows.stream()
                .filter(row -> row.origin().equals(origin))
                .mapToInt(Row::number)
                .max()
                .orElseThrow();
    }

    private static DelayStats delays(List<Row> departures) {
        IntSummaryStatistics stats = departures.stream().collect(summarizingInt(Row::delayMinutes));
        long delayed =
                departures.stream().filter(row -> row.delayMinutes() >= 15).count();
        return new DelayStats(
                stats.getCount(),
                delayed,
                stats.getSum(),
                twoDecimals(stats.getAverage()),
                stats.getMax(),
                departures.stream().map(Row::number).toList());
    }

    private static double twoDecimals(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static List<String> lines(String file) {
        try (InputStream stream = FlightOracle.class.getClassLoader().getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read.", e);
        }
    }

    private record Row(int number, LocalDateTime departure, int delayMinutes, String origin) {

        Row numbered(int other) {
            return new Row(other, departure, delayMinutes, origin);
        }
    }

    private record Place(String name, String city, String state) {}
}
