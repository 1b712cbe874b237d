package io.millrace.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The flights and airports that came with the application; {@code data/README.md} tells their source. */
@Component
final class SourceFiles {

    /** All flights, in the order in which they are reported. */
    List<Flight> flights() {
        List<Flight> reported = rows("data/flights-2001-q1.csv").stream()
                .map(row -> flight(0, row))
                .sorted(Comparator.comparing(Flight::reported))
                .toList();
        List<Flight> numbered = new ArrayList<>(reported.size());
        for (Flight flight : reported) {
            numbered.add(flight.withNumber(numbered.size() + 1));
        }
        return numbered;
    }

    private static Flight flight(int number, List<String> row) {
        return new Flight(
                number,
                LocalDateTime.parse(row.get(0)).toInstant(ZoneOffset.UTC),
                Integer.parseInt(row.get(1)),
                Integer.parseInt(row.get(2)),
                row.get(3),
                row.get(4));
    }

    /** All airports. */
    List<Airport> airports() {
        return rows("data/airports.csv").stream()
                .map(row -> new Airport(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)))
                .toList();
    }

    private static List<List<String>> rows(String file) {
        try (InputStream stream = new ClassPathResource(file).getInputStream();
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(SourceFiles::cells).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The application's own file " + file + " cannot be read.", e);
        }
    }

    /** Splits at commas outside quotes; the files hold no quotes within quotes. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
