package io.millrace.verification.chaos.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM with an instance of the application, which is killed, frozen and started again with the same directory. */
final class Instance implements AutoCloseable {

    private static final long STOP_SECONDS = 60;

    private final int number;
    private final Path directory;
    private final List<String> arguments;
    private final Restores restores;
    private Process process;

    Instance(int number, Path directory, String bootstrapServers, FaultSettings.Application application) {
        this.number = number;
        this.directory = directory;
        this.arguments = List.of(
                bootstrapServers,
                directory.resolve("state").toString(),
                application.guarantee(),
                Integer.toString(application.standbys()));
        this.restores = new Restores();
    }

    Restores restores() {
        return restores;
    }

    void start() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FaultApplication.class.getName()));
        command.addAll(arguments);
        try {
            Files.createDirectories(directory);
            Process started = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("instance.log").toFile()))
                    .start();
            Thread reader = new Thread(() -> read(started), "instance-" + number);
            reader.setDaemon(true);
            reader.start();
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Process started) {
        try (BufferedReader output = started.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                restores.hear(line);
            }
        } catch (IOException e) {
            // It was killed.
        }
    }

    /** Fails if the process has ended by itself. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("Instance " + number + " ended by itself with code " + process.exitValue()
                    + "; its log is in " + directory);
        }
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Closes it in good order; returns how long that took, in milliseconds. */
    long leave() {
        long startNanos = System.nanoTime();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitEnd();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("Instance " + number + " did not end within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd();
        }
    }
}
