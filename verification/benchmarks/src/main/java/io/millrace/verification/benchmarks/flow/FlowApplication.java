package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.flow.program.Measured;
import io.millrace.verification.benchmarks.flow.program.Program;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** The process that is measured: runs a program until it has processed so many records, or until its standard input ends. */
public final class FlowApplication {

    static final String RUNNING = "running";
    static final String FIGURES = "figures ";

    private static final long LOOK_MILLIS = 20;

    /** When no record came for so long, none will: much longer than clients wait for a batch to fill. */
    static final Duration ENOUGH = Duration.ofSeconds(3);

    private FlowApplication() {}

    /**
     * Runs it.
     *
     * @param arguments library, program, input, other and output topic, the number of records to process (0: until standard input
     *     ends), and then settings as {@code name=value}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Properties config = new Properties();
        for (int i = 6; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            config.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        long records = Long.parseLong(arguments[5]);
        Library library = Library.valueOf(arguments[0]);
        long startNanos = System.nanoTime();
        long cpuBefore = ProcessFigures.cpuWithoutCompilerNanos();
        Measured application = RelocatingLoader.application(
                library, arguments[1], new Topics(arguments[2], arguments[3], arguments[4]), config);
        application.start();
        System.out.println(RUNNING);
        long quietNanos = 0;
        if (records == 0) {
            while (System.in.read() >= 0) {
                // What is sent means nothing; the end counts.
            }
        } else {
            quietNanos = awaitDrained(
                    application, records, Program.valueOf(arguments[1]).sendsMore());
        }
        long processed = records == 0 ? application.processed() : records;
        long allocated = ProcessFigures.allocatedSoFar();
        long openFiles = ProcessFigures.filesOpenNow();
        application.close();
        System.out.println(FIGURES
                + new ProcessFigures(
                        processed,
                        System.nanoTime() - startNanos - quietNanos,
                        ProcessFigures.cpuWithoutCompilerNanos() - cpuBefore,
                        allocated,
                        openFiles,
                        ProcessFigures.peakResidentBytes()));
    }

    /** Waits until so many records are processed, and until no more come of those it sends to itself; returns how long none came. */
    static long awaitDrained(Measured application, long records, boolean more) throws InterruptedException {
        long enoughNanos = more ? ENOUGH.toNanos() : 0;
        long processed = 0;
        long changedNanos = System.nanoTime();
        while (true) {
            long now = application.processed();
            if (now != processed) {
                processed = now;
                changedNanos = System.nanoTime();
            }
            if (processed >= records && System.nanoTime() - changedNanos >= enoughNanos) {
                return System.nanoTime() - changedNanos;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
