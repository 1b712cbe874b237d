package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.flow.program.Measured;
import io.millrace.verification.benchmarks.flow.program.Program;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The process that is measured: runs a program until it has processed so many records, or until its standard input ends. */
public final class FlowApplication {

    static final String RUNNING = "running";
    static final String DRAINED = "drained";
    static final String FIGURES = "figures ";

    /** When no record came for so long, none will: much longer than clients wait for a batch to fill. */
    static final Duration ENOUGH = Duration.ofSeconds(3);

    /** When no record came for so long although there are more, something is wrong. */
    private static final Duration TOO_LONG = Duration.ofMinutes(1);

    /** The share of the records after which an application is warm: a third. */
    private static final int WARM = 3;

    private static final long LOOK_MILLIS = 20;
    private static final long FIRST_LOOK_MILLIS = 1;

    private FlowApplication() {}

    /**
     * Runs it.
     *
     * @param arguments library, program, input, other and output topic, the number of records to process (0: until standard input
     *     ends), and then settings as {@code name=value}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(FlowApplication::end);
        Properties config = new Properties();
        for (int i = 6; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            config.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        Optional<Asking> asking = Asking.removedFrom(config);
        long records = Long.parseLong(arguments[5]);
        Library library = Library.valueOf(arguments[0]);
        Supplier<Measured> maker = RelocatingLoader.application(
                library, arguments[1], new Topics(arguments[2], arguments[3], arguments[4]), config);
        long startNanos = System.nanoTime();
        long cpuBefore = ProcessFigures.cpuWithoutCompilerNanos();
        Measured application = maker.get();
        application.start();
        Figures figures = new Figures(Map.of(Measure.RUNNING_NANOS, System.nanoTime() - startNanos));
        System.out.println(RUNNING);
        long quietNanos = 0;
        if (asking.isPresent()) {
            awaitDrained(application, records, false);
            System.out.println(DRAINED);
            System.out.println(FIGURES + asking.get().of(application));
            application.close();
            return;
        }
        if (records == 0) {
            while (System.in.read() >= 0) {
                // What is sent means nothing; the end counts.
            }
            figures = figures.with(Measure.RECORDS, application.processed());
        } else {
            awaitProcessed(application, 1, FIRST_LOOK_MILLIS);
            figures = figures.with(Measure.FIRST_NANOS, System.nanoTime() - startNanos)
                    .with(Measure.RECORDS, records);
            boolean sendsMore = Program.valueOf(arguments[1]).sendsMore();
            long warm = sendsMore ? 0 : awaitProcessed(application, records / WARM, LOOK_MILLIS);
            figures = figures.with(Measure.WARM_RECORDS, warm)
                    .with(Measure.WARM_CPU_NANOS, sendsMore ? 0 : ProcessFigures.cpuWithoutCompilerNanos() - cpuBefore);
            quietNanos = awaitDrained(application, records, sendsMore);
        }
        figures = figures.with(Measure.ALLOCATED_BYTES, ProcessFigures.allocatedSoFar())
                .with(Measure.OPEN_FILES, ProcessFigures.filesOpenNow());
        application.close();
        System.out.println(FIGURES
                + figures.with(Measure.NANOS, System.nanoTime() - startNanos - quietNanos)
                        .with(Measure.CPU_NANOS, ProcessFigures.cpuWithoutCompilerNanos() - cpuBefore)
                        .with(Measure.PEAK_BYTES, ProcessFigures.peakResidentBytes()));
    }

    /** Threads of the application must not keep alive what has failed. */
    private static void end(Thread thread, Throwable failure) {
        failure.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    /** Waits until so many records are processed; returns how many are. */
    private static long awaitProcessed(Measured application, long records, long lookMillis)
            throws InterruptedException {
        Progress progress = new Progress(application);
        while (progress.look() < records) {
            progress.mustGoOn();
            TimeUnit.MILLISECONDS.sleep(lookMillis);
        }
        return progress.processed;
    }

    /** Waits until so many records are processed, and until no more come of those it sends to itself; returns how long none came. */
    static long awaitDrained(Measured application, long records, boolean more) throws InterruptedException {
        long enoughNanos = more ? ENOUGH.toNanos() : 0;
        Progress progress = new Progress(application);
        while (progress.look() < records || progress.quietNanos() < enoughNanos) {
            progress.mustGoOn();
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return progress.quietNanos();
    }

    /** How far the application is, and since when. */
    private static final class Progress {

        private final Measured application;
        private long processed;
        private long changedNanos = System.nanoTime();

        Progress(Measured application) {
            this.application = application;
        }

        long look() {
            long now = application.processed();
            if (now != processed) {
                processed = now;
                changedNanos = System.nanoTime();
            }
            return processed;
        }

        long quietNanos() {
            return System.nanoTime() - changedNanos;
        }

        void mustGoOn() {
            if (quietNanos() > TOO_LONG.toNanos()) {
                throw new IllegalStateException(
                        "Nothing was processed for " + TOO_LONG.toSeconds() + " s, after " + processed + " records");
            }
        }
    }
}
