package io.millrace.verification.benchmarks.state;

import io.millrace.verification.benchmarks.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs all benchmarks of state, the two libraries in turn, each time in a new JVM, and writes a table into a page. */
public final class StateReport {

    /** What this many records of changelog take is what people wait for. */
    private static final Set<Integer> RESTORED = Set.of(2_000_000, 5_000_000);

    private final int rounds;
    private final String only;

    private StateReport(int rounds, String only) {
        this.rounds = rounds;
        this.only = only;
    }

    /**
     * Runs them.
     *
     * @param arguments the page to write to; the number of rounds, 2 if not given; a regular expression of the benchmarks to run, all
     *     if not given
     */
    public static void main(String[] arguments) throws RunnerException, IOException {
        Page page = new Page(Path.of(arguments[0]));
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        String only = arguments.length > 2 ? arguments[2] : "";
        String table = new StateReport(rounds, only).run();
        System.out.println(table);
        page.write("figures", table);
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String perCommit : List.of("20000", "200000")) {
            for (String cached : List.of("true", "false")) {
                cases.add(new Case(
                        "get, add one, put on 100k skewed keys; " + caching(cached) + "; commit each " + perCommit,
                        "HotKeysBenchmark.getModifyPut",
                        Map.of("cached", cached, "operationsPerCommit", perCommit),
                        "true".equals(cached) ? 5 : 3,
                        Case.Measure.CPU));
            }
        }
        for (String cached : List.of("true", "false")) {
            cases.add(ofRows("put on 2M uniform keys of 100 bytes", "put", cached));
        }
        cases.add(ofRows("get on 2M uniform keys of 100 bytes", "get", "false"));
        cases.add(ofRows("scan of 100 entries of 2M, after a put", "scan", "false"));
        cases.add(new Case(
                "fetch of 10 windows of a key, of 2M windows; " + caching("false"),
                "WindowsBenchmark.fetch",
                Map.of("cached", "false"),
                1,
                Case.Measure.CPU));
        for (String records : List.of("2000000", "5000000")) {
            cases.add(new Case(
                    "restore of " + records.charAt(0) + "M keys of 100 bytes, from start to running",
                    "RestoreBenchmark.restore",
                    Map.of("records", records),
                    1.4,
                    Case.Measure.TIME));
        }
        cases.add(new Case("open of a new task with 10 stores", "OpenBenchmark.open", Map.of(), 1, Case.Measure.TIME));
        return cases;
    }

    private static Case ofRows(String name, String method, String cached) {
        return new Case(
                name + "; " + caching(cached),
                "RowsBenchmark." + method,
                Map.of("cached", cached),
                1,
                Case.Measure.CPU);
    }

    private static String caching(String cached) {
        return "true".equals(cached) ? "cache on" : "cache off";
    }

    private String run() throws RunnerException {
        Map<Case, Comparison> comparisons = new LinkedHashMap<>();
        Changelogs changelogs = null;
        try {
            for (Case measured : cases()) {
                if (!(measured.name() + measured.method()).matches(".*" + only + ".*")) {
                    continue;
                }
                if (measured.restores() && changelogs == null) {
                    changelogs = Changelogs.load(RESTORED);
                }
                comparisons.put(measured, compare(measured, changelogs));
            }
        } finally {
            if (changelogs != null) {
                changelogs.close();
            }
        }
        return Comparison.table(comparisons);
    }

    private Comparison compare(Case measured, Changelogs changelogs) throws RunnerException {
        Comparison comparison = new Comparison();
        for (int round = 0; round < rounds; round++) {
            boolean oursFirst = round % 2 == 1;
            for (Library library : oursFirst
                    ? List.of(Library.MILLRACE, Library.KAFKA_STREAMS)
                    : List.of(Library.KAFKA_STREAMS, Library.MILLRACE)) {
                for (RunResult result : fork(measured, library, changelogs)) {
                    comparison.add(library, result);
                }
            }
        }
        return comparison;
    }

    private static Iterable<RunResult> fork(Case measured, Library library, Changelogs changelogs)
            throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + measured.method() + "$")
                .param("library", library.name())
                .forks(1)
                .shouldFailOnError(true)
                .jvmArgs("-Xms2g", "-Xmx2g");
        measured.parameters().forEach(options::param);
        if (measured.restores()) {
            options.jvmArgsAppend(changelogs.jvmArgument());
        }
        return new Runner(options.build()).run();
    }
}
