package io.millrace.verification.chaos.memory;

import io.millrace.streams.broker.BrokerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One broker, one application with so many tasks, until the table is filled and has been updated and queried for long enough. */
final class MemoryRun {

    private static final String TOPIC = "rows";
    private static final long SEGMENT_BYTES = 8L << 20;
    private static final long KEPT_BYTES = 512L << 20;
    private static final long BYTES_ON_DISK_PER_ROW = 500;
    private static final long BYTES_ON_DISK_PER_UPDATE = 200;
    private static final long PATIENCE_SECONDS = 300;
    private static final int SAY_EVERY_SECONDS = 30;

    private final Settings settings;
    private final PrintStream out;

    MemoryRun(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Runs; what it made is gone after it, processes and files. */
    Outcome run(int tasks) {
        Path directory = newDirectory();
        Thread cleaning = new Thread(() -> cleanUp(directory), "cleaning");
        Runtime.getRuntime().addShutdownHook(cleaning);
        try (BrokerProcess broker = BrokerProcess.builder()
                .dataDirectory(directory.resolve("broker"))
                .property("log.retention.check.interval.ms", "10000")
                .start()) {
            broker.createTopic(
                    TOPIC,
                    tasks,
                    Map.of(
                            "segment.bytes", Long.toString(SEGMENT_BYTES),
                            "retention.bytes", Long.toString(Math.max(SEGMENT_BYTES, KEPT_BYTES / tasks))));
            try (ApplicationProcess application = ApplicationProcess.start(
                            settings, broker.bootstrapServers(), TOPIC, directory.resolve("application"));
                    Feed feed = new Feed(broker.bootstrapServers(), TOPIC, new Rows(settings.seed()))) {
                return new Course(tasks, application, feed).run();
            }
        } finally {
            delete(directory);
            Runtime.getRuntime().removeShutdownHook(cleaning);
        }
    }

    private Path newDirectory() {
        long updates = settings.load().updates() * settings.seconds();
        long needed = settings.rows() * BYTES_ON_DISK_PER_ROW + updates * BYTES_ON_DISK_PER_UPDATE + KEPT_BYTES;
        try {
            long free = Files.getFileStore(settings.directory()).getUsableSpace();
            if (free < needed) {
                throw new IllegalStateException("The run may take " + (needed >> 20) + " MB in " + settings.directory()
                        + ", which has " + (free >> 20) + " MB left");
            }
            return Files.createTempDirectory(settings.directory(), "millrace-memory-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the user ends the run early. */
    private static void cleanUp(Path directory) {
        List<ProcessHandle> started = ProcessHandle.current().children().toList();
        started.forEach(ProcessHandle::destroyForcibly);
        started.forEach(process -> process.onExit().join());
        delete(directory);
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

    /** The steps of a run, and what is noted in them. */
    private final class Course {

        private final int tasks;
        private final ApplicationProcess application;
        private final Feed feed;
        private final long rows = settings.rows();
        private Samples samples = new Samples();
        private Outcome.State state = new Outcome.State(Figures.NONE);
        private Outcome.Counts counts = new Outcome.Counts(Figures.NONE);
        private double startSeconds;
        private volatile boolean ended;

        Course(int tasks, ApplicationProcess application, Feed feed) {
            this.tasks = tasks;
            this.application = application;
            this.feed = feed;
        }

        Outcome run() {
            Thread sampling = new Thread(this::sample, "samples");
            sampling.start();
            try {
                return load();
            } finally {
                ended = true;
                LockSupport.unpark(sampling);
            }
        }

        private Outcome load() {
            long begun = System.nanoTime();
            await("run", PATIENCE_SECONDS, Figures::isRunning);
            startSeconds = secondsSince(begun);
            long started = System.nanoTime();
            feed.load(rows, () -> application.figures().processed());
            await("fill the table", PATIENCE_SECONDS, figures -> figures.processed() >= rows);
            double peak = Samples.peakMb(application.pid());
            double seconds = secondsSince(started);
            out.printf("%d tasks: %,d rows after %.0f s, %.0f MB at most%n", tasks, rows, seconds, peak);
            return update(peak, seconds);
        }

        private Outcome update(double peakOfLoad, double loadSeconds) {
            Samples ofUpdates = startSamples();
            application.query(settings.load().queries(), rows);
            long started = System.nanoTime();
            long updates = feed.update(
                    rows,
                    settings.load().updates(),
                    () -> application.figures().processed(),
                    () -> secondsSince(started) < settings.seconds());
            Figures figures = application.figures();
            double seconds = secondsSince(started);
            startSamples();
            await("process the last updates", PATIENCE_SECONDS, last -> last.processed() >= rows + updates);
            long wrong =
                    application.check(updates, rows) + application.figures().wrong();
            return new Outcome(
                    tasks,
                    rows,
                    new Outcome.Resident(peakOfLoad, Samples.peakMb(application.pid()), ofUpdates),
                    new Outcome.Work(
                            startSeconds,
                            loadSeconds,
                            (figures.processed() - rows) / seconds,
                            figures.answers() / seconds,
                            figures.refused(),
                            wrong),
                    mostOfState(),
                    mostCounted());
        }

        private synchronized Samples startSamples() {
            samples = new Samples();
            return samples;
        }

        private synchronized Outcome.State mostOfState() {
            return state;
        }

        private synchronized Outcome.Counts mostCounted() {
            return counts;
        }

        private void sample() {
            for (long second = 1; !ended; second++) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                try {
                    note(application.figures(), second);
                } catch (IllegalStateException | UncheckedIOException e) {
                    return; // It has ended; whoever waits for it says so.
                }
            }
        }

        private synchronized void note(Figures figures, long second) {
            samples.add(application.pid());
            state = state.most(new Outcome.State(figures));
            counts = counts.most(new Outcome.Counts(figures));
            if (second % SAY_EVERY_SECONDS == 0) {
                out.printf(
                        "  %5d s: %.0f MB, %,d records, %,d answers, state %d MB off the heap (%d of memtables) and %d"
                                + " MB on it, input %d MB, heap %d MB%n",
                        second,
                        samples.last(),
                        figures.processed(),
                        figures.answers(),
                        figures.offHeap() >> 20,
                        figures.memtables() >> 20,
                        figures.buffers() >> 20,
                        figures.input() >> 20,
                        figures.heap() >> 20);
            }
        }

        private void await(String what, long seconds, Predicate<Figures> reached) {
            long started = System.nanoTime();
            while (!reached.test(application.figures())) {
                if (secondsSince(started) > seconds) {
                    throw new IllegalStateException(
                            "The application did not " + what + " within " + seconds + " s: " + application.figures());
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }

        private static double secondsSince(long nanos) {
            return (System.nanoTime() - nanos) / 1e9;
        }
    }

    /** All runs, one after the other. */
    List<Outcome> runAll() {
        return settings.tasks().stream().map(this::run).toList();
    }
}
