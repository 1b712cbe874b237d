package io.millrace.verification.chaos.faults;

import io.millrace.streams.broker.BrokerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One broker, three instances, input at a steady rate, and faults for as long as is said; then everything is compared. */
final class FaultRun {

    private static final int INSTANCES = 3;
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** State has been written to the disk by then: before, nothing but the changelog can have it. */
    private static final long WARM_UP_MS = 40_000;

    /** A frozen instance has lost its session (6 s) and its transaction (10 s) by then. */
    private static final long FROZEN_MS = 14_000;

    private final FaultSettings settings;
    private final PrintStream out;
    private final SplittableRandom random;
    private final Map<Fault, Integer> done = new TreeMap<>();
    private final List<Instance> instances = new ArrayList<>();

    FaultRun(FaultSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
        this.random = new SplittableRandom(settings.seed());
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
                "%s, %s, seed %d, %d s, %d records/s, in %s%n",
                settings.battery().word(),
                settings.application(),
                settings.seed(),
                settings.duration().toSeconds(),
                settings.rate(),
                directory);
        try (BrokerProcess broker = BrokerProcess.builder()
                .dataDirectory(directory.resolve("broker"))
                .property("group.initial.rebalance.delay.ms", "0")
                .property("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000")
                .start()) {
            Outcome outcome = run(broker, directory);
            if (outcome.complaints().isEmpty()) {
                broker.stop();
                delete(directory);
            }
            return outcome;
        } finally {
            Runtime.getRuntime().removeShutdownHook(cleaning);
        }
    }

    private Outcome run(BrokerProcess broker, Path directory) {
        for (String topic : List.of(
                FaultApplication.INPUT, FaultApplication.ECHO, FaultApplication.FOLDS, FaultApplication.COUNTS)) {
            broker.createTopic(topic, PARTITIONS);
        }
        for (int number = 0; number < INSTANCES; number++) {
            instances.add(new Instance(
                    number,
                    directory.resolve("instance-" + number),
                    broker.bootstrapServers(),
                    settings.application()));
        }
        try (Progress progress = new Progress(broker.bootstrapServers(), PARTITIONS);
                Workload workload = new Workload(broker.bootstrapServers(), settings.rate(), settings.seed())) {
            progress.start();
            instances.forEach(Instance::start);
            workload.start();
            await("process anything", () -> progress.records() > settings.rate());
            sleep(Math.min(WARM_UP_MS, settings.duration().toMillis() / 2));
            doFaults(broker, progress);
            await("go on after the last fault", () -> progress.outstanding() == 0);
            workload.close();
            awaitRest(progress);
            return judge(broker, progress);
        } finally {
            for (Instance instance : instances) {
                try {
                    instance.close();
                } catch (IllegalStateException e) {
                    out.println(e.getMessage());
                }
            }
        }
    }

    private void doFaults(BrokerProcess broker, Progress progress) {
        long startNanos = System.nanoTime();
        long gapMs = settings.battery().gap().toMillis();
        while (System.nanoTime() - startNanos < settings.duration().toNanos()) {
            sleep(random.nextLong(gapMs / 2, gapMs * 3 / 2));
            instances.forEach(Instance::requireAlive);
            Fault[] faults = settings.battery().faults();
            Fault fault = faults[random.nextInt(faults.length)];
            long faultNanos = System.nanoTime();
            cause(fault, broker);
            done.merge(fault, 1, Integer::sum);
            progress.expect(System.currentTimeMillis());
            out.printf(
                    "%5d s: %s, over after %d ms; %d not answered yet%n",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos),
                    fault,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - faultNanos),
                    progress.outstanding() - 1);
        }
    }

    private void cause(Fault fault, BrokerProcess broker) {
        Instance one = instances.get(random.nextInt(INSTANCES));
        switch (fault) {
            case KILL -> {
                one.kill();
                sleep(random.nextLong(3_000));
                one.start();
            }
            case KILL_TWO -> {
                Instance other = instances.get((instances.indexOf(one) + 1) % INSTANCES);
                one.kill();
                other.kill();
                sleep(random.nextLong(3_000));
                one.start();
                other.start();
            }
            case KILL_AGAIN -> {
                one.kill();
                one.start();
                sleep(random.nextLong(1_000, 6_000));
                one.kill();
                one.start();
            }
            case BROKER_KILL, BROKER_STOP -> {
                if (fault == Fault.BROKER_KILL) {
                    broker.kill();
                } else {
                    broker.stop();
                }
                sleep(random.nextLong(1_000, 20_000));
                broker.start();
            }
            case FREEZE -> {
                one.freeze();
                sleep(FROZEN_MS);
                one.thaw();
            }
            case LEAVE -> {
                one.leave();
                sleep(random.nextLong(1_000));
                one.start();
            }
        }
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

    private Outcome judge(BrokerProcess broker, Progress progress) {
        instances.forEach(Instance::requireAlive);
        long closeMs = 0;
        for (Instance instance : instances) {
            closeMs = Math.max(closeMs, instance.leave());
        }
        Topics topics = new Topics(broker.bootstrapServers());
        List<String> open = new ArrayList<>();
        long startNanos = System.nanoTime();
        do {
            open.clear();
            try {
                topics.withOpenTransactions().forEach(partition -> open.add(partition.toString()));
            } catch (Exception e) {
                throw new IllegalStateException("The ends of topics cannot be read", e);
            }
        } while (!open.isEmpty() && System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(20));
        return new Outcome(
                settings,
                Map.copyOf(done),
                new Oracle(topics, settings.exactlyOnce()).compare(),
                progress.returns(),
                instances.stream().map(Instance::restores).toList(),
                new Outcome.End(closeMs, open));
    }

    private void await(String what, BooleanSupplier condition) {
        long startNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            instances.forEach(Instance::requireAlive);
            if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
                throw new IllegalStateException("The application did not " + what + " within " + PATIENCE + ", seed "
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
