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
        List<String> arguments = new ArrayList<>(List.of(
                library.name(), program, topics.input(), topics.other(), topics.output(), Long.toString(records)));
        config.forEach((name, value) -> arguments.add(name + "=" + value));
        MeasuredProcess started = start(FlowApplication.class, arguments, options);
        started.awaitLine(FlowApplication.RUNNING);
        return started;
    }

    /**
     * Starts it.
     *
     * @param main what it runs
     * @param arguments of that
     * @param options more options of the JVM
     */
    static MeasuredProcess start(Class<?> main, List<String> arguments, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Xms1g");
        command.add("-Xmx1g");
        // So that the threads whose time is subtracted at the end are those which compiled.
        command.add("-XX:-UseDynamicNumberOfCompilerThreads");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(arguments);
        try {
            return new MeasuredProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
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
