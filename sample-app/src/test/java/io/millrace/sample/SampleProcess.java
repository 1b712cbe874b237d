package io.millrace.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The application in a JVM of its own, so that it can be killed. */
final class SampleProcess implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final Process process;
    private final Path log;

    private SampleProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static SampleProcess start(Path directory, String name, String... properties) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Else a collection leaves a twentieth of the old generation as it is, live or not, and counts it as used.
        command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:MarkSweepDeadRatio=0"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SampleApplication.class.getName()));
        command.add("--server.port=0");
        command.add("--flightboard.data-dir=" + directory.resolve("data"));
        for (String property : properties) {
            command.add("--" + property);
        }
        Path log = directory.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new SampleProcess(process, log);
    }

    BoardClient awaitBoard() {
        Awaitility.await()
                .atMost(START_TIMEOUT)
                .failFast("The application ended: " + log, () -> !process.isAlive())
                .until(() -> STARTED.matcher(output()).find());
        Matcher started = STARTED.matcher(output());
        if (!started.find()) {
            throw new IllegalStateException("The application told no port: " + output());
        }
        return new BoardClient(Integer.parseInt(started.group(1)));
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the application collect garbage, and writes what is left, by class, to a file. */
    void collectGarbage(Path histogram) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        int status = new ProcessBuilder(jcmd, String.valueOf(process.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .redirectOutput(histogram.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("The application did not collect garbage: " + status);
        }
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As Ctrl-C. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("The application did not stop within a minute: " + output());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
