package io.millrace.streams.broker;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The broker of {@link EmbeddedBroker} in a JVM of its own, for tests that kill brokers.
 *
 * <p>The process uses this JVM's Java and class path, and ends with this JVM. Its log is the file {@code broker.log} in
 * the data directory. Not safe for use by several threads at a time.
 */
public final class BrokerProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(4);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Path directory;
    private final boolean temporary;
    private final List<String> jvmOptions;
    private final Map<String, String> properties;
    private final List<ProxiedListener> proxied;
    private int port;
    private @Nullable Process process;

    private BrokerProcess(Builder builder) {
        this.temporary = builder.dataDirectory == null;
        Path given = builder.dataDirectory == null ? BrokerStorage.newTemporaryDirectory() : builder.dataDirectory;
        this.directory = given.toAbsolutePath().normalize();
        this.jvmOptions = List.copyOf(builder.jvmOptions);
        this.properties = Map.copyOf(builder.properties);
        this.proxied = List.copyOf(builder.proxied);
        this.port = builder.port;
    }

    /**
     * Returns a builder with the defaults: any free port, a temporary data directory, a heap of 384 MB.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the address for {@code bootstrap.servers}; it stays the same over restarts.
     *
     * @return host and port
     */
    public String bootstrapServers() {
        return BrokerSettings.HOST + ":" + port;
    }

    /**
     * Returns the port of the broker.
     *
     * @return the port that was given, or the free one that was taken
     */
    public int port() {
        return port;
    }

    /**
     * Returns where the broker keeps its data and its log.
     *
     * @return an absolute path
     */
    public Path dataDirectory() {
        return directory;
    }

    /**
     * Tells whether the process lives.
     *
     * @return true while it does
     */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /**
     * Starts the process after {@link #stop()} or {@link #kill()}, on the same port with the same data; returns when the
     * broker serves clients. Does nothing when the process lives.
     *
     * @throws BrokerStartException when it does not start; the message says why
     */
    public void start() {
        if (isRunning()) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Process started = new ProcessBuilder(command())
                    .redirectError(ProcessBuilder.Redirect.appendTo(logFile()))
                    .start();
            process = started;
            port = awaitReady(started);
        } catch (IOException e) {
            throw new BrokerStartException("The broker process could not be started in " + directory + ".", e);
        }
    }

    /** Stops the broker cleanly and waits until the process has ended. Does nothing when it is not running. */
    public void stop() {
        Process stopping = process;
        if (stopping == null) {
            return;
        }
        try {
            stopping.getOutputStream().close();
            awaitEnd(stopping);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Could not tell the broker process at " + bootstrapServers() + " to stop.", e);
        }
    }

    /** Ends the process at once, as {@code kill -9} does, and waits until it has ended. */
    public void kill() {
        Process killed = process;
        if (killed != null) {
            killed.destroyForcibly();
            awaitEnd(killed);
        }
    }

    /** Stops the process, and deletes its data if they lie in a temporary directory. */
    @Override
    public void close() {
        stop();
        if (temporary) {
            try {
                BrokerStorage.delete(directory);
            } catch (IOException e) {
                throw new IllegalStateException("Could not delete the temporary directory " + directory + ".", e);
            }
        }
    }

    /**
     * Creates a topic with the broker's default configuration.
     *
     * @param name the topic
     * @param partitions number of partitions, at least 1
     */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /**
     * Creates a topic and waits until the broker leads its partitions, so that it refuses no record that is sent next.
     *
     * @param name the topic
     * @param partitions number of partitions, at least 1
     * @param configuration topic configuration, such as {@code cleanup.policy}
     * @throws IllegalStateException when the broker refuses, with its reason as the cause
     */
    public void createTopic(String name, int partitions, Map<String, String> configuration) {
        BrokerTopics.create(bootstrapServers(), name, partitions, configuration);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dlogback.configurationFile=io/millrace/streams/broker/broker-process-logback.xml");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BrokerMain.class.getName()));
        command.add(directory.toString());
        command.add(Integer.toString(port));
        proxied.forEach(listener -> command.add(BrokerMain.LISTENER + listener.encode()));
        properties.forEach((key, value) -> command.add(key + "=" + value));
        return command;
    }

    private File logFile() {
        return directory.resolve("broker.log").toFile();
    }

    private int awaitReady(Process started) {
        CompletableFuture<Integer> ready = CompletableFuture.supplyAsync(() -> readUntilReady(started));
        try {
            return ready.get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            started.destroyForcibly();
            throw new BrokerStartException(
                    "The broker process in " + directory + " did not start: "
                            + Objects.requireNonNullElse(e.getCause(), e).getMessage() + " Its log is " + logFile()
                            + ".",
                    e.getCause());
        } catch (TimeoutException e) {
            started.destroyForcibly();
            throw new BrokerStartException(
                    "The broker process in " + directory + " was not ready within " + START_TIMEOUT.toSeconds()
                            + " s; its log is " + logFile() + ".",
                    e);
        } catch (InterruptedException e) {
            started.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new BrokerStartException("Interrupted while the broker process was starting.", e);
        }
    }

    private static int readUntilReady(Process started) {
        try {
            BufferedReader output = started.inputReader();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(BrokerMain.READY)) {
                    return Integer.parseInt(line.substring(BrokerMain.READY.length()));
                }
                if (line.startsWith(BrokerMain.FAILED)) {
                    throw new IllegalStateException(line.substring(BrokerMain.FAILED.length()));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("its output cannot be read (" + e.getMessage() + ").", e);
        }
        throw new IllegalStateException("it ended before it was ready.");
    }

    private void awaitEnd(Process ending) {
        try {
            if (!ending.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                ending.destroyForcibly();
                throw new IllegalStateException("The broker process at " + bootstrapServers() + " did not end within "
                        + STOP_TIMEOUT.toSeconds() + " s and was killed; its log is " + logFile() + ".");
            }
            process = null;
        } catch (InterruptedException e) {
            ending.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the broker process was ending; it was killed.", e);
        }
    }

    /** Settings of a broker process to be started. */
    public static final class Builder {

        private @Nullable Path dataDirectory;
        private int port;
        private final Map<String, String> properties = new HashMap<>();
        private final List<String> jvmOptions = new ArrayList<>();
        private final List<ProxiedListener> proxied = new ArrayList<>();

        private Builder() {}

        /**
         * Sets where the broker keeps its data; created when missing, used as it is when an earlier run left it, and
         * never deleted. Default: a new temporary directory, deleted on close.
         *
         * @param directory the directory
         * @return this builder
         */
        public Builder dataDirectory(Path directory) {
            this.dataDirectory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Sets the port. Default: 0, which takes any free port.
         *
         * @param number 0 to 65535
         * @return this builder
         */
        public Builder port(int number) {
            this.port = number;
            return this;
        }

        /**
         * Sets a property of the broker, such as {@code auto.create.topics.enable}.
         *
         * @param key the broker's property
         * @param value its value
         * @return this builder
         */
        public Builder property(String key, String value) {
            properties.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Adds an option of the JVM, such as {@code -Xmx1g}; wins over the defaults.
         *
         * @param option one option
         * @return this builder
         */
        public Builder jvmOption(String option) {
            jvmOptions.add(Objects.requireNonNull(option, "option"));
            return this;
        }

        /**
         * Adds a listener whose clients are told to connect to another port, where something leads to it: a proxy that
         * fails on purpose, say.
         *
         * @param name a name of letters and digits
         * @param listenPort where the broker listens, 1 to 65535
         * @param advertisedPort what clients are told, 1 to 65535
         * @return this builder
         */
        public Builder proxiedListener(String name, int listenPort, int advertisedPort) {
            proxied.add(new ProxiedListener(Objects.requireNonNull(name, "name"), listenPort, advertisedPort));
            return this;
        }

        /**
         * Starts the process; returns when the broker serves clients.
         *
         * @return the running broker process
         * @throws BrokerStartException when it does not start; the message says why
         */
        public BrokerProcess start() {
            BrokerProcess broker = new BrokerProcess(this);
            try {
                broker.start();
                return broker;
            } catch (RuntimeException e) {
                broker.close();
                throw e;
            }
        }
    }
}
