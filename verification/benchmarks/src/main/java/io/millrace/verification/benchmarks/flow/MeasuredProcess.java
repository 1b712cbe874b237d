package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.flow.program.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The JVM of an application. */
final class MeasuredProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private MeasuredProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /**
     * Starts it and waits until the application runs.
     *
     * @param records how many it processes before it ends, 0 if it is to go on until it is asked
     * @param options more options of the JVM
     */
    static MeasuredProcess start(
            Library library,
            String program,
            Topics topics,
            long records,
            Map<String, String> config,
            List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms1g",
                "-Xmx1g",
                // So that the threads whose time is subtracted at the end are those which compiled.
                "-XX:-UseDynamicNumberOfCompilerThreads",
                "-cp",
                System.getProperty("java.class.path"),
                FlowApplication.class.getName(),
                library.name(),
                program,
                topics.input(),
                topics.other(),
                topics.output(),
                Long.toString(records)));
        command.addAll(1, options);
        config.forEach((name, value) -> command.add(name + "=" + value));
        try {
            MeasuredProcess started = new MeasuredProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
            started.awaitLine(FlowApplication.RUNNING);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says so; returns the rest of the line. */
    String awaitLine(String prefix) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(prefix)) {
                    return line.substring(prefix.length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(
                "The application ended before it said " + prefix + "; what it printed is above");
    }

    /** Waits until it has processed what it was to. */
    Figures awaitEnd() {
        return Figures.parse(awaitLine(FlowApplication.FIGURES));
    }

    /** Ends it in good order. */
    Figures end() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return awaitEnd();
    }

    @Override
    public void close() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
