package io.millrace.verification.chaos.memory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The JVM that is measured. Commands are given by one thread; any may read figures. */
final class ApplicationProcess implements AutoCloseable {

    private static final int THREADS = 2;
    private static final long STOP_SECONDS = 120;
    private static final long CHECK_SECONDS = 300;

    private final Process process;
    private final Path log;
    private final CompletableFuture<Long> checked = new CompletableFuture<>();
    private volatile Figures figures = Figures.NONE;

    private ApplicationProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        Thread reader = new Thread(this::read, "figures");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it in a directory of its own, where its log is too. */
    static ApplicationProcess start(Settings settings, String bootstrapServers, String topic, Path directory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + settings.heapMb() + "m");
        command.addAll(settings.jvmOptions());
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), StateApplication.class.getName(), bootstrapServers));
        command.addAll(List.of(topic, directory.resolve("state").toString(), Integer.toString(THREADS)));
        command.addAll(List.of(Long.toString((long) settings.memoryMb() << 20), Long.toString(settings.seed())));
        command.add(Integer.toString(settings.stores()));
        try {
            Files.createDirectories(directory);
            Path log = directory.resolve("application.log");
            return new ApplicationProcess(
                    new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(StateApplication.FIGURES)) {
                    figures = Figures.parse(line.substring(StateApplication.FIGURES.length()));
                } else if (line.startsWith(StateApplication.CHECKED)) {
                    checked.complete(Long.valueOf(line.substring(StateApplication.CHECKED.length())));
                }
            }
        } catch (IOException e) {
            checked.completeExceptionally(e);
        }
    }

    /** What it said last. Throws if it has ended. */
    Figures figures() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "The application ended with code " + process.exitValue() + ". The end of its log:\n" + endOfLog());
        }
        return figures;
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return "not readable: " + e;
        }
    }

    long pid() {
        return process.pid();
    }

    /** Has the table queried from now on. */
    void query(int rate, long rows) {
        command("query " + rate + " " + rows);
    }

    /** Ends the queries, and has the table compared with what was sent; returns how many rows are wrong. */
    long check(long updates, long rows) {
        command("check " + updates + " " + rows);
        try {
            return checked.get(CHECK_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The table was not checked. The end of the log:\n" + endOfLog(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the table is checked", e);
        }
    }

    private void command(String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The application takes no command. The end of its log:\n" + endOfLog(), e);
        }
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
