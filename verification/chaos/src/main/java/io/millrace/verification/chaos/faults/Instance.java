package io.millrace.verification.chaos.faults;

import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.verification.chaos.faults.app.CrashSchedule;
import io.millrace.verification.chaos.faults.app.FaultApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A JVM with an instance of the application, which is killed, frozen and started again with the same directory. */
final class Instance implements AutoCloseable {

    private static final long STOP_SECONDS = 60;
    private static final long ROWS_SECONDS = 120;

    /** Enough for what each thread does. */
    private static final int LOG_LINES = 500;

    private final int number;
    private final Path directory;
    private final List<String> arguments;
    private final Restores restores = new Restores();
    private final Health health = new Health();
    private volatile Rows rows = new Rows();
    private volatile Consumer<String> answers = line -> {};
    private volatile boolean spoke;
    private volatile Process process;
    private Thread reader;

    Instance(int number, Path directory, String bootstrapServers, FaultSettings.Application application) {
        this.number = number;
        this.directory = directory;
        this.arguments = List.of(
                bootstrapServers,
                directory.resolve("state").toString(),
                application.guarantee(),
                Integer.toString(application.standbys()),
                Integer.toString(application.transactionTimeoutMs()),
                Integer.toString(number + 1)); // A port, as far as anybody can tell.
    }

    Restores restores() {
        return restores;
    }

    Health health() {
        return health;
    }

    void start() {
        awaitSilence();
        try {
            Process started = process();
            restores.begin();
            health.begin();
            spoke = false;
            reader = new Thread(() -> read(started), "instance-" + number);
            reader.setDaemon(true);
            reader.start();
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process with the directory of this instance. */
    private Process process() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-D" + CrashPoint.WATCHER + "=" + CrashSchedule.class.getName(),
                "-cp",
                System.getProperty("java.class.path"),
                FaultApplication.class.getName()));
        command.addAll(arguments);
        Files.createDirectories(directory);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Starts another process with its directory, which must refuse; returns after how many milliseconds it ended. */
    long startTwice(long limitMs) {
        long startNanos = System.nanoTime();
        try {
            Process second = process();
            boolean ended = second.waitFor(2 * limitMs, TimeUnit.MILLISECONDS);
            second.destroyForcibly().waitFor();
            if (ended && second.exitValue() == 0) {
                throw new IllegalStateException("A second process in " + directory + " ended as if all were well");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    /** Has a stream thread sleep as it processes a record. */
    void sleepFor(long ms) {
        tell(FaultApplication.SLEEP + " " + CrashPoint.BEFORE_SEND.name() + " " + ms);
    }

    /** What the last process said counts before the next begins. */
    private void awaitSilence() {
        try {
            if (reader != null) {
                reader.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Process started) {
        try (BufferedReader output = started.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                spoke = true;
                restores.hear(line);
                health.hear(line);
                rows.hear(line);
                answers.accept(line);
            }
        } catch (IOException e) {
            // It was killed.
        }
    }

    /** Fails if the process has ended by itself. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "Instance " + number + " ended by itself with code " + process.exitValue() + "; " + endOfLog());
        }
    }

    /** Has what its threads do written into its log. */
    private void logThreads() throws InterruptedException {
        try {
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jstack")
                                    .toString(),
                            Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start()
                    .waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            // The machine has no such command: the log alone must do.
        }
    }

    private Path log() {
        return directory.resolve("instance.log");
    }

    /** Said in full, since a test's directory is gone when its result is read. */
    private String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(log());
            return "the end of its log in " + directory + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Tells it to halt itself when it passes the point so many times from now. */
    void crashAt(CrashPoint point, int passings) {
        tell(FaultApplication.CRASH + " " + point.name() + " " + passings);
    }

    /** Waits until it has halted itself; false if it did not in time, and now will not. */
    boolean hasCrashed(long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                tell(FaultApplication.CRASH + " nowhere 1");
                if (!process.waitFor(1, TimeUnit.SECONDS)) {
                    return false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (process.exitValue() != CrashSchedule.HALTED) {
            requireAlive();
        }
        return true;
    }

    /** What is in its stores, by store and key. */
    Map<String, Map<String, String>> rows() {
        Rows asked = new Rows();
        rows = asked;
        tell(FaultApplication.ROWS);
        try {
            if (!asked.isComplete(ROWS_SECONDS)) {
                requireAlive();
                logThreads();
                throw new IllegalStateException("Instance " + number + " did not say its rows; " + endOfLog());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return asked.stores();
    }

    /** Who hears what it answers from now on, on a thread of its own. */
    void answersTo(Consumer<String> listener) {
        answers = listener;
    }

    /** Whether it has come so far that it can be asked something. */
    boolean canBeAsked() {
        return spoke && process.isAlive();
    }

    /** Whether the process lives. */
    boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** Says a line to the process, which may be on its way out. Any thread may. */
    synchronized void tell(String line) {
        try {
            Writer input = process.outputWriter();
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            // It has just ended, as its exit value tells.
        }
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
