package io.millrace.verification.benchmarks.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All runs that a page tells of, in a file beside it with a run in each row: so single lines can be measured again. */
final class Results {

    private static final String TAB = "\t";
    private static final List<String> HEAD = Stream.concat(
                    Stream.of("part", "line", "library", "round"),
                    Arrays.stream(Measure.values()).map(Measure::name))
            .toList();
    private static final int BEFORE_MEASURES = HEAD.size() - Measure.values().length;

    private final Path path;
    private final List<Run> runs;

    private Results(Path path, List<Run> runs) {
        this.path = path;
        this.runs = runs;
    }

    /** What is in the file; nothing if there is none. */
    static Results read(Path path) throws IOException {
        List<Run> runs = new ArrayList<>();
        if (Files.exists(path)) {
            List<String> rows = Files.readAllLines(path);
            List<String> head = List.of(rows.get(0).split(TAB, -1));
            rows.stream().skip(1).map(row -> run(head, row)).forEach(runs::add);
        }
        return new Results(path, runs);
    }

    private static Run run(List<String> head, String row) {
        String[] cells = row.split(TAB, -1);
        Map<Measure, Long> values = new EnumMap<>(Measure.class);
        for (int i = BEFORE_MEASURES; i < cells.length; i++) {
            if (!cells[i].isEmpty()) {
                values.put(Measure.valueOf(head.get(i)), Long.valueOf(cells[i]));
            }
        }
        return new Run(cells[0], cells[1], Library.valueOf(cells[2]), Integer.parseInt(cells[3]), new Figures(values));
    }

    void write() throws IOException {
        Stream<String> rows = runs.stream().map(Results::row);
        Files.write(path, Stream.concat(Stream.of(String.join(TAB, HEAD)), rows).toList());
    }

    private static String row(Run run) {
        String measures = Arrays.stream(Measure.values())
                .map(measure -> run.figures().values().get(measure))
                .map(value -> value == null ? "" : value.toString())
                .collect(Collectors.joining(TAB));
        return String.join(TAB, run.part(), run.line(), run.library().name(), Integer.toString(run.round()), measures);
    }

    /** Puts runs of a line in the place of those that were there. */
    void replace(String part, String line, List<Run> fresh) {
        int place = 0;
        while (place < runs.size() && !runs.get(place).isOf(part, line)) {
            place++;
        }
        runs.removeIf(run -> run.isOf(part, line));
        runs.addAll(place, fresh);
    }

    /** Forgets the lines of a part that there are no more. */
    void keep(String part, Collection<String> lines) {
        runs.removeIf(run -> run.part().equals(part) && !lines.contains(run.line()));
    }

    Compared of(String part, String line) {
        return new Compared(
                line, runs.stream().filter(run -> run.isOf(part, line)).toList());
    }
}
