package io.millrace.verification.benchmarks.flow;

import io.millrace.streams.broker.BrokerProcess;
import io.millrace.verification.benchmarks.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs whole applications of the two libraries in turn, each time in a new JVM, and writes tables into a page. */
public final class FlowReport {

    private static final Latency LATENCY = new Latency(20_000, Duration.ofSeconds(15), Duration.ofSeconds(20));

    private final BrokerProcess broker;
    private final int rounds;
    private final int records;
    private final Set<String> loaded = new HashSet<>();
    private int runs;

    private FlowReport(BrokerProcess broker, int rounds, int records) {
        this.broker = broker;
        this.rounds = rounds;
        this.records = records;
    }

    /**
     * Runs them.
     *
     * @param arguments the page to write to; what to measure, {@code drain}, {@code growth}, {@code latency} or {@code profile}; rounds; how many records the inputs hold; a regular
     *     expression of the lines to measure
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Page page = new Page(Path.of(arguments[0]));
        String what = arguments[1];
        int rounds = Integer.parseInt(arguments[2]);
        int records = Integer.parseInt(arguments[3]);
        String only = arguments[4];
        try (BrokerProcess broker = BrokerProcess.builder().start()) {
            FlowReport report = new FlowReport(broker, rounds, records);
            String table = switch (what) {
                case "drain" -> report.drains(Workload.all(), only);
                case "growth" -> report.drains(Workload.growing(), only);
                case "profile" -> report.profiles(only);
                case "latency" -> report.latencies(only);
                default ->
                    throw new IllegalArgumentException(
                            "What is to be measured? Not " + what + ", but drain, growth, latency or profile");
            };
            System.out.println(table);
            page.write(what, table);
        }
    }

    private String drains(List<Workload> workloads, String only) {
        StringBuilder table = new StringBuilder(Drains.HEAD);
        for (Workload workload : workloads) {
            if (workload.name().matches(".*" + only + ".*")) {
                loadInputs(workload);
                table.append(compare(workload));
            }
        }
        return table.toString();
    }

    private void loadInputs(Workload workload) {
        load(workload.input(), workload.partitions());
        if (workload.program().joins()) {
            load(Input.other(workload.program()), workload.partitions());
        }
    }

    private void load(Input input, int partitions) {
        if (loaded.add(input.topic(partitions))) {
            input.load(broker, records, partitions);
        }
    }

    private String compare(Workload workload) {
        Drains drains = new Drains();
        for (int round = 0; round < rounds; round++) {
            for (Library library : inTurn(round)) {
                ProcessFigures figures = Drain.of(library, workload, records, broker, application(), List.of());
                System.out.println(workload.name() + ": " + library + " " + figures);
                drains.add(library, figures);
            }
        }
        return drains.row(workload);
    }

    /** One run of Millrace for each workload; the profiles stay beside the page for flame graphs. */
    private String profiles(String only) throws IOException {
        StringBuilder table = new StringBuilder(Profile.HEAD);
        Path directory = Files.createDirectories(Path.of("target", "profiles"));
        for (Workload workload : Workload.all()) {
            if (workload.name().matches(".*" + only + ".*")) {
                loadInputs(workload);
                Path file = directory.resolve(workload.name().replaceAll("\\W+", "-") + ".collapsed");
                Drain.of(Library.MILLRACE, workload, records, broker, application(), List.of(Profile.agent(file)));
                table.append(Profile.read(file).row(workload, records));
            }
        }
        return table.toString();
    }

    private String latencies(String only) throws InterruptedException {
        StringBuilder table = new StringBuilder(Latencies.HEAD);
        for (Latencies.Setting setting : Latencies.SETTINGS) {
            if (!setting.name().matches(".*" + only + ".*")) {
                continue;
            }
            Map<Library, Latencies> results = new EnumMap<>(Library.class);
            for (int round = 0; round < rounds; round++) {
                for (Library library : inTurn(round)) {
                    Latency.Result result = LATENCY.of(library, setting.config(), broker, application());
                    Latencies all = results.computeIfAbsent(library, key -> new Latencies());
                    all.add(result);
                    System.out.println(setting.name() + ": " + library + " " + all.last());
                }
            }
            table.append(Latencies.row(setting, results));
        }
        return table.toString();
    }

    /** Which library goes first changes. */
    private static List<Library> inTurn(int round) {
        return round % 2 == 1
                ? List.of(Library.MILLRACE, Library.KAFKA_STREAMS)
                : List.of(Library.KAFKA_STREAMS, Library.MILLRACE);
    }

    private String application() {
        return "flow-" + ++runs;
    }
}
