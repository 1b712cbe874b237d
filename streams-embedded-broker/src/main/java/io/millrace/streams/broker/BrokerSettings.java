package io.millrace.streams.broker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a broker is started with: where its data lies, the ports, and the user's own broker properties.
 *
 * @param directory holds everything the broker keeps
 * @param overrides broker properties that win over the defaults for a small single node
 * @param proxied further listeners for clients
 * @param tls whether there is a listener with TLS as well
 */
record BrokerSettings(Path directory, Map<String, String> overrides, List<ProxiedListener> proxied, boolean tls) {

    static final String HOST = "127.0.0.1";
    static final int NODE_ID = 1;
    static final String BROKER_LISTENER = "BROKER";
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    static final String TLS_LISTENER = "TLS";

    private static final String ONE_YEAR_IN_MINUTES = "525600";
    private static final String FOUR_MEBIBYTES = "4194304";

    /** Where a node listens: on the IPv4 loopback address, whatever the JVM prefers. */
    static InetSocketAddress address(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An IPv4 address has four bytes.", e);
        }
    }

    BrokerSettings {
        directory = directory.toAbsolutePath().normalize();
        overrides = Map.copyOf(overrides);
        proxied = List.copyOf(proxied);
    }

    /** The broker's logs are kept one level down, so that other files may lie beside them. */
    Path logDirectory() {
        return directory.resolve("log");
    }

    /**
     * Where the node listens.
     *
     * @param broker the port of the broker
     * @param controller the port of the controller
     * @param tls the port of the broker for TLS, 0 if there is none
     */
    record Ports(int broker, int controller, int tls) {}

    Properties properties(Ports ports) {
        Map<String, String> all = new LinkedHashMap<>();
        all.putAll(singleNode());
        all.putAll(smallFootprint());
        all.putAll(overrides);
        all.putAll(fixed(ports));
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    private Map<String, String> fixed(Ports ports) {
        String brokerAddress =
                BROKER_LISTENER + "://" + HOST + ":" + ports.broker() + ofTls("://" + HOST + ":" + ports.tls());
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("log.dirs", logDirectory().toString()),
                Map.entry(
                        "listeners",
                        brokerAddress + "," + CONTROLLER_LISTENER + "://" + HOST + ":" + ports.controller()
                                + ofProxied(listener -> listener.name() + "://" + HOST + ":" + listener.port())),
                Map.entry(
                        "advertised.listeners",
                        brokerAddress
                                + ofProxied(
                                        listener -> listener.name() + "://" + HOST + ":" + listener.advertisedPort())),
                Map.entry(
                        "listener.security.protocol.map",
                        BROKER_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT" + ofTls(":SSL")
                                + ofProxied(listener -> listener.name() + ":PLAINTEXT")),
                Map.entry("inter.broker.listener.name", BROKER_LISTENER),
                Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                Map.entry("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + ports.controller()));
    }

    private String ofTls(String text) {
        return tls ? "," + TLS_LISTENER + text : "";
    }

    private String ofProxied(Function<ProxiedListener, String> text) {
        return proxied.stream().map(listener -> "," + text.apply(listener)).collect(Collectors.joining());
    }

    private static Map<String, String> singleNode() {
        return Map.ofEntries(
                Map.entry("default.replication.factor", "1"),
                Map.entry("min.insync.replicas", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                // A typing error in a topic's name must be seen, not become a topic.
                Map.entry("auto.create.topics.enable", "false"),
                // Data kept between development sessions must not lose its readers' positions in a week.
                Map.entry("offsets.retention.minutes", ONE_YEAR_IN_MINUTES),
                // After a kill the controller believes in the old incarnation for this long, and start waits for it.
                Map.entry("broker.session.timeout.ms", "6000"),
                Map.entry("broker.heartbeat.interval.ms", "1000"),
                Map.entry("controlled.shutdown.enable", "true"),
                Map.entry("controller.quorum.election.timeout.ms", "100"),
                Map.entry("controller.quorum.election.backoff.max.ms", "100"),
                Map.entry("controller.quorum.fetch.timeout.ms", "1000"),
                Map.entry("group.initial.rebalance.delay.ms", "0"));
    }

    private static Map<String, String> smallFootprint() {
        return Map.ofEntries(
                Map.entry("num.partitions", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("group.coordinator.threads", "1"),
                Map.entry("share.coordinator.threads", "1"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2"),
                Map.entry("num.recovery.threads.per.data.dir", "1"),
                Map.entry("log.cleaner.enable", "true"),
                Map.entry("log.cleaner.threads", "1"),
                Map.entry("log.cleaner.dedupe.buffer.size", FOUR_MEBIBYTES),
                Map.entry("log.index.size.max.bytes", FOUR_MEBIBYTES));
    }
}
