package io.millrace.streams.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real single-node Kafka (KRaft) inside this JVM.
 *
 * <pre>{@code
 * try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
 *     broker.createTopic("orders", 4);
 *     ... broker.bootstrapServers() ...
 * }
 * }</pre>
 *
 * <p>It listens on 127.0.0.1 only. Topics are not created by use. {@link #stop()} and {@link #start()} bounce it: same
 * port, same data. A data directory that was given is kept on close and can be started again, also after the JVM was
 * killed; without one, a temporary directory is used and deleted on close.
 *
 * <p>The broker's threads keep the JVM alive until it is stopped. All methods may be called from any thread.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final BrokerSettings settings;
    private final boolean temporary;
    private int port;
    private int tlsPort;
    private @Nullable KafkaNode node;
    private @Nullable DirectoryLock directoryLock;

    private EmbeddedBroker(BrokerSettings settings, boolean temporary, int port) {
        this.settings = settings;
        this.temporary = temporary;
        this.port = port;
    }

    /**
     * Returns a builder with the defaults: any free port, a temporary data directory.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the address for {@code bootstrap.servers}; it stays the same over {@link #stop()} and {@link #start()}.
     *
     * @return host and port
     */
    public synchronized String bootstrapServers() {
        return BrokerSettings.HOST + ":" + port;
    }

    /**
     * Returns the address for clients with {@code security.protocol=SSL}; it stays the same over {@link #stop()} and {@link #start()}.
     *
     * @return host and port
     * @throws IllegalStateException when the broker was built without {@link Builder#tls()}
     */
    public synchronized String tlsBootstrapServers() {
        if (!settings.tls()) {
            throw new IllegalStateException(
                    "The embedded broker has no listener with TLS; add one with EmbeddedBroker.builder().tls().");
        }
        return BrokerSettings.HOST + ":" + tlsPort;
    }

    /**
     * Returns the port of the broker.
     *
     * @return the port that was given, or the free one that was taken
     */
    public synchronized int port() {
        return port;
    }

    /**
     * Returns where the broker keeps its data.
     *
     * @return an absolute path
     */
    public Path dataDirectory() {
        return settings.directory();
    }

    /**
     * Tells whether the broker is started.
     *
     * @return true between start and stop
     */
    public synchronized boolean isRunning() {
        return node != null;
    }

    /**
     * Starts the broker again after {@link #stop()}, on the same port with the same data. Does nothing when it runs.
     *
     * @throws BrokerPortInUseException when another process has taken the port meanwhile
     * @throws BrokerStartException when the broker does not start for another reason
     */
    public synchronized void start() {
        if (node != null) {
            return;
        }
        DirectoryLock lock = DirectoryLock.acquire(settings.directory());
        try {
            new BrokerStorage(settings).format();
            try (BoundSockets sockets = BoundSockets.bind(port, tlsPort, settings)) {
                port = sockets.ports().broker();
                tlsPort = sockets.ports().tls();
                node = startNode(sockets);
            }
            directoryLock = lock;
        } finally {
            if (node == null) {
                lock.close();
            }
        }
        log.info("Embedded broker started at {} with data in {}.", bootstrapServers(), settings.directory());
    }

    /**
     * Stops the broker cleanly and keeps its port number and data, so that it can be started again. Takes at most half a
     * minute; does nothing when the broker is stopped.
     *
     * @throws IllegalStateException when the broker did not stop in time
     */
    public synchronized void stop() {
        KafkaNode stopping = node;
        if (stopping == null) {
            return;
        }
        node = null;
        try {
            bounded("stop", STOP_TIMEOUT, stopping::stop);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The embedded broker at " + bootstrapServers() + " did not stop cleanly; its data in "
                            + settings.directory() + " is kept.",
                    e);
        }
        if (directoryLock != null) {
            directoryLock.close();
            directoryLock = null;
        }
        log.info("Embedded broker at {} stopped.", bootstrapServers());
    }

    /** Stops the broker, and deletes its data if they lie in a temporary directory. */
    @Override
    public synchronized void close() {
        stop();
        if (temporary) {
            try {
                BrokerStorage.delete(settings.directory());
            } catch (IOException e) {
                log.warn("Could not delete the embedded broker's temporary directory {}.", settings.directory(), e);
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

    private KafkaNode startNode(BoundSockets sockets) {
        KafkaNode starting = null;
        try {
            starting = new KafkaNode(settings, sockets);
            bounded("start", START_TIMEOUT, starting::start);
            return starting;
        } catch (Exception | LinkageError e) {
            BrokerStartException failure = new BrokerStartException(
                    "The embedded broker on port " + port + " with data directory " + settings.directory()
                            + " did not start: " + e.getMessage(),
                    e);
            if (starting != null) {
                stopAfter(failure, starting);
            }
            throw failure;
        }
    }

    private static void stopAfter(BrokerStartException failure, KafkaNode started) {
        try {
            bounded("stop", STOP_TIMEOUT, started::stop);
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    /** Kafka's start and stop wait without limit when something is wrong, so each runs on a thread one can give up on. */
    private static void bounded(String what, Duration limit, Runnable work) throws Exception {
        Callable<Void> call = () -> {
            work.run();
            return null;
        };
        FutureTask<Void> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "embedded-broker-" + what);
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new IllegalStateException("no " + what + " within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        }
    }

    /** Settings of a broker to be started. */
    public static final class Builder {

        private @Nullable Path dataDirectory;
        private int port;
        private final Map<String, String> properties = new HashMap<>();
        private final List<ProxiedListener> proxied = new ArrayList<>();
        private boolean tls;

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
            if (number < 0 || number > 65_535) {
                throw new IllegalArgumentException("A port lies between 0 and 65535, and " + number + " does not.");
            }
            this.port = number;
            return this;
        }

        /**
         * Sets a property of the broker, such as {@code auto.create.topics.enable}. Listeners, roles, node id and
         * directories are fixed and win over what is set here.
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
         * Adds a listener with TLS on any free port, {@link EmbeddedBroker#tlsBootstrapServers()}. Its certificate, and whether
         * clients need one, are properties of the broker: {@code ssl.keystore.location}, {@code ssl.client.auth} and so on.
         *
         * @return this builder
         */
        public Builder tls() {
            this.tls = true;
            return this;
        }

        /**
         * Starts the broker; returns when it serves clients.
         *
         * @return the running broker
         * @throws BrokerPortInUseException when the port is taken
         * @throws BrokerStartException when the broker does not start for another reason
         */
        public EmbeddedBroker start() {
            boolean temporary = dataDirectory == null;
            Path directory = dataDirectory == null ? BrokerStorage.newTemporaryDirectory() : dataDirectory;
            EmbeddedBroker broker =
                    new EmbeddedBroker(new BrokerSettings(directory, properties, proxied, tls), temporary, port);
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
