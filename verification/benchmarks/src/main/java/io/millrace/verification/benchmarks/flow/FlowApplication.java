package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.flow.program.Measured;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** The process that is measured: runs a program until it has processed so many records, or until its standard input ends. */
public final class FlowApplication {

    static final String RUNNING = "running";
    static final String FIGURES = "figures ";

    private static final long LOOK_MILLIS = 20;

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
        if (records == 0) {
            while (System.in.read() >= 0) {
                // What is sent means nothing; the end counts.
            }
        } else {
            while (application.processed() < records) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
        long processed = application.processed();
        long allocated = ProcessFigures.allocatedSoFar();
        long openFiles = ProcessFigures.filesOpenNow();
        application.close();
        System.out.println(FIGURES
                + new ProcessFigures(
                        processed,
                        System.nanoTime() - startNanos,
                        ProcessFigures.cpuWithoutCompilerNanos() - cpuBefore,
                        allocated,
                        openFiles,
                        ProcessFigures.peakResidentBytes()));
    }
}
