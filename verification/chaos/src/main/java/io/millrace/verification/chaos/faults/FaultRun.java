package io.millrace.verification.chaos.faults;

import io.millrace.verification.chaos.faults.app.FaultTopology;
import io.millrace.verification.chaos.faults.oracle.Answers;
import io.millrace.verification.chaos.faults.oracle.Oracle;
import io.millrace.verification.chaos.faults.oracle.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One broker, three instances, input at a steady rate, and faults for as long as is said; then everything is compared. */
final class FaultRun {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Keys may be taken in as slowly as this. */
    private static final int FILLED_A_SECOND = 1_000;

    /** State has been written to the disk by then: before, nothing but the changelog can have it. */
    private static final long WARM_UP_MS = 50_000;

    /** Each partition has a changelog of each. */
    private static final int STORES = 3;

    private final FaultSettings settings;
    private final PrintStream out;

    FaultRun(FaultSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Runs; its files are gone after it unless something was wrong. */
    Outcome run() {
        Path directory;
        try {
            directory = Files.createTempDirectory(settings.directory(), "millrace-faults-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread cleaning = new Thread(FaultRun::killChildren, "cleaning");
        Runtime.getRuntime().addShutdownHook(cleaning);
        out.printf(
                "%s, %s, %s, seed %d, %d s, in %s%n",
                settings.battery().word(),
                settings.application(),
                settings.load(),
                settings.seed(),
                settings.duration().toSeconds(),
                directory);
        Outcome outcome;
        try (Cluster cluster = new Cluster(settings, directory)) {
            outcome = run(cluster);
        } finally {
            Runtime.getRuntime().removeShutdownHook(cleaning);
        }
        if (outcome.complaints().isEmpty()) {
            delete(directory);
        }
        return outcome;
    }

    private Outcome run(Cluster cluster) {
        String broker = cluster.broker().bootstrapServers();
        try (Progress progress = new Progress(broker, FaultTopology.PARTITIONS);
                Workload workload = new Workload(broker, settings.load(), settings.seed())) {
            progress.start();
            cluster.instances().forEach(Instance::start);
            if (settings.load().keys() > settings.load().rate() * 60) {
                fill(cluster, progress, workload);
            }
            long before = progress.records();
            workload.start();
            await(
                    cluster,
                    PATIENCE,
                    "process anything",
                    () -> progress.records() > before + settings.load().rate());
            sleep(Math.min(WARM_UP_MS, settings.duration().toMillis() / 2));
            Faults faults = new Faults(cluster, progress, settings);
            long atFirst = progress.records();
            long sinceNanos = System.nanoTime();
            Answers answers = causeFaults(cluster, progress, faults);
            double throughput = throughput(progress.records() - atFirst, System.nanoTime() - sinceNanos);
            await(cluster, PATIENCE, "go on after the last fault", () -> progress.outstanding() == 0);
            workload.close();
            awaitRest(progress);
            await(cluster, PATIENCE, "run all tasks", () -> cluster.owned() == FaultTopology.PARTITIONS * STORES);
            return judge(cluster, progress, faults, new Outcome.After(throughput, sinceLastJoin(cluster)), answers);
        }
    }

    /** Who joined last has been a part of the fewest rebalances. */
    private static int sinceLastJoin(Cluster cluster) {
        return cluster.instances().stream()
                .mapToInt(instance -> instance.restores().rebalances())
                .min()
                .orElseThrow();
    }

    /** Of each input there is an echo and a count. */
    private double throughput(long records, long nanos) {
        return records / (2.0 * settings.load().rate() * nanos / TimeUnit.SECONDS.toNanos(1));
    }

    /** Causes faults as long as is said; while instances are killed, they are queried. */
    private Answers causeFaults(Cluster cluster, Progress progress, Faults faults) {
        try (Queries queries = new Queries(cluster.instances(), settings)) {
            if (settings.battery() == Battery.KILLS) {
                queries.start();
            }
            long startNanos = System.nanoTime();
            long endNanos = startNanos + settings.duration().toNanos();
            while (System.nanoTime() < endNanos || isIncomplete(faults, endNanos)) {
                String fault = faults.cause(settings.battery(), System.nanoTime() >= endNanos);
                out.printf(
                        "%5d s: %s; %d not answered yet%n",
                        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos), fault, progress.outstanding());
            }
            return queries.answers();
        }
    }

    /** Chance decides what is done when, and how long it takes: a full run goes on, within reason, until all was done often enough. */
    private boolean isIncomplete(Faults faults, long endNanos) {
        return settings.isFull()
                && faults.isMissing(settings.battery())
                && System.nanoTime() < endNanos + settings.duration().toNanos() / 2;
    }

    /** Of each key, there is an echo, and a count. */
    private void fill(Cluster cluster, Progress progress, Workload workload) {
        long keys = settings.load().keys();
        workload.fill();
        await(
                cluster,
                Duration.ofSeconds(PATIENCE.toSeconds() + keys / FILLED_A_SECOND),
                "take in " + keys + " keys",
                () -> progress.records() >= 2 * keys);
    }

    /** Until nothing comes any more: the input has ended, so soon nothing does. */
    private static void awaitRest(Progress progress) {
        long before = -1;
        long quietSinceNanos = System.nanoTime();
        while (System.nanoTime() - quietSinceNanos < TimeUnit.SECONDS.toNanos(8)) {
            if (progress.records() != before) {
                before = progress.records();
                quietSinceNanos = System.nanoTime();
            }
            sleep(100);
        }
    }

    private Outcome judge(Cluster cluster, Progress progress, Faults faults, Outcome.After after, Answers answers) {
        cluster.requireAlive();
        List<String> complaints = new ArrayList<>();
        Map<String, Map<String, String>> rows = rows(cluster, complaints);
        long closeMs = 0;
        for (Instance instance : cluster.instances()) {
            closeMs = Math.max(closeMs, instance.leave());
        }
        Topics topics = new Topics(cluster.broker().bootstrapServers());
        complaints.addAll(openTransactions(topics));
        return new Outcome(
                settings,
                new Outcome.Caused(
                        faults.done(), faults.hits(), faults.cuts(), faults.rejoins(), faults.refusals(), after),
                new Oracle(topics, settings.exactlyOnce()).compare(rows, answers),
                progress.returns(),
                RestoreFigures.of(
                        cluster.instances().stream().map(Instance::restores).toList(), topics::written),
                new Outcome.End(closeMs, complaints, answers));
    }

    /** What all instances hold together; each key must be held once. */
    private static Map<String, Map<String, String>> rows(Cluster cluster, List<String> complaints) {
        Map<String, Map<String, String>> all = new HashMap<>();
        for (Instance instance : cluster.instances()) {
            instance.rows()
                    .forEach((store, rows) -> rows.forEach((key, value) -> {
                        String other = all.computeIfAbsent(store, name -> new HashMap<>())
                                .put(key, value);
                        if (other != null && complaints.size() < 5) {
                            complaints.add(
                                    "Two instances hold " + key + " in " + store + ": " + value + " and " + other);
                        }
                    }));
        }
        return all;
    }

    private static List<String> openTransactions(Topics topics) {
        List<String> open = new ArrayList<>();
        long startNanos = System.nanoTime();
        do {
            open.clear();
            try {
                topics.withOpenTransactions()
                        .forEach(partition -> open.add("A transaction does not end in " + partition));
            } catch (Exception e) {
                throw new IllegalStateException("The ends of topics cannot be read", e);
            }
        } while (!open.isEmpty() && System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(20));
        return open;
    }

    private void await(Cluster cluster, Duration patience, String what, BooleanSupplier condition) {
        long startNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            cluster.requireAlive();
            if (System.nanoTime() - startNanos > patience.toNanos()) {
                throw new IllegalStateException("The application did not " + what + " within " + patience + ", seed "
                        + settings.seed() + "; logs are in " + settings.directory());
            }
            sleep(100);
        }
    }

    private static void sleep(long ms) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    /** When the user ends the run early. */
    private static void killChildren() {
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println(directory + " could not be deleted: " + e);
        }
    }
}
