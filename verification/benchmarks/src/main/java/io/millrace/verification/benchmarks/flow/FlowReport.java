package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs whole applications of the two libraries in turn, each time in a new JVM, and writes tables into a page. */
public final class FlowReport {

    private static final List<Part<?>> PARTS = List.of(
            new Drains(),
            new Throughput(),
            new Growth(),
            new Latencies(),
            new Restores(),
            new Queries(),
            new Starts(),
            new SpringStarts());

    private final Page page;
    private final Results results;
    private final Pattern only;
    private final boolean measuredToo;
    private final int rounds;

    private FlowReport(Page page, Results results, Pattern only, boolean measuredToo, int rounds) {
        this.page = page;
        this.results = results;
        this.only = only;
        this.measuredToo = measuredToo;
        this.rounds = rounds;
    }

    /**
     * Runs them.
     *
     * @param arguments the page to write to, beside which the runs are kept; what to measure: a part, {@code profile}, or {@code tables}
     *     to write the tables of what has been measured; rounds; how many records the inputs hold; a regular expression of the
     *     lines to measure; {@code missing} to measure only lines that the page does not have
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Page page = new Page(Path.of(arguments[0]));
        String what = arguments[1];
        int records = Integer.parseInt(arguments[3]);
        Pattern only = Pattern.compile(arguments[4]);
        FlowReport report = new FlowReport(
                page,
                Results.read(beside(page, ".tsv")),
                only,
                !"missing".equals(arguments[5]),
                Integer.parseInt(arguments[2]));
        Optional<Part<?>> part =
                PARTS.stream().filter(each -> each.name().equals(what)).findFirst();
        if (part.isPresent()) {
            try (LoadedBroker broker = LoadedBroker.start(records)) {
                report.measure(part.get(), broker);
            }
        } else if ("profile".equals(what)) {
            try (LoadedBroker broker = LoadedBroker.start(records)) {
                page.write(what, profiles(only, broker));
            }
        } else if ("tables".equals(what)) {
            for (Part<?> each : PARTS) {
                report.show(each);
            }
        } else {
            throw new IllegalArgumentException("What is to be measured? Not " + what + ", but "
                    + PARTS.stream().map(Part::name).toList() + ", profile, or tables to measure nothing");
        }
    }

    private static Path beside(Page page, String ending) {
        String name = page.path().getFileName().toString();
        return page.path().resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
    }

    /** Each line is written when it is done: who stops the rest keeps it. */
    private <L extends Line> void measure(Part<L> part, LoadedBroker broker) throws IOException, InterruptedException {
        for (L line : part.lines()) {
            boolean wanted =
                    measuredToo || !results.of(part.name(), line.name()).measured();
            if (wanted && only.matcher(line.name()).find()) {
                results.replace(part.name(), line.name(), runs(part, line, broker));
                results.keep(part.name(), part.lines().stream().map(Line::name).toList());
                results.write();
                show(part);
            }
        }
        System.out.println(part.tables(measured(part)));
    }

    private <L extends Line> List<Run> runs(Part<L> part, L line, LoadedBroker broker) throws InterruptedException {
        List<Run> runs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (Library library : inTurn(line.libraries(), round)) {
                Figures figures = part.measure(line, library, broker);
                System.out.println(part.name() + ": " + line.name() + ": " + library + " " + figures);
                runs.add(new Run(part.name(), line.name(), library, round, figures));
            }
        }
        return runs;
    }

    /** Which library goes first changes. */
    private static List<Library> inTurn(List<Library> libraries, int round) {
        List<Library> turn = new ArrayList<>(libraries);
        if (round % 2 == 1) {
            Collections.reverse(turn);
        }
        return turn;
    }

    /** Writes the tables of a part that has been measured. */
    private void show(Part<?> part) throws IOException {
        List<Compared> measured = measured(part);
        if (!measured.isEmpty()) {
            page.write(part.name(), part.tables(measured));
            draw();
        }
    }

    /** Draws a chart of all parts. */
    private void draw() throws IOException {
        List<Verdict> verdicts = PARTS.stream().flatMap(this::verdicts).toList();
        if (!verdicts.isEmpty()) {
            Path chart = beside(page, ".svg");
            RatioChart.write(verdicts, chart);
            page.write("chart", "![How many times better Millrace did](" + chart.getFileName() + ")\n");
        }
    }

    private Stream<Verdict> verdicts(Part<?> part) {
        return part.verdicts(measured(part)).stream();
    }

    private List<Compared> measured(Part<?> part) {
        return part.lines().stream()
                .map(line -> results.of(part.name(), line.name()))
                .filter(Compared::measured)
                .toList();
    }

    /** One run of Millrace for each workload; the profiles stay in the build directory for flame graphs. */
    private static String profiles(Pattern only, LoadedBroker broker) throws IOException {
        StringBuilder table = new StringBuilder(Profile.HEAD);
        Path directory = Files.createDirectories(Path.of("target", "profiles"));
        for (Workload workload : Workload.all()) {
            if (only.matcher(workload.name()).find()) {
                Path file = directory.resolve(workload.name().replaceAll("\\W+", "-") + ".collapsed");
                Figures figures = Drain.of(Library.MILLRACE, workload, broker, List.of(Profile.agent(file)));
                table.append(Profile.read(file).row(workload, figures));
            }
        }
        return table.toString();
    }
}
