package io.millrace.streams.broker;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * One run of Kafka's server code: broker and controller, from sockets to shutdown. Not restartable; a restart is a new
 * node on the same directory.
 *
 * <p>Kafka's own entry class ends the JVM when it meets a fatal fault. Here the JVM is somebody's application, so the
 * parts are put together by hand with a fault handler that only reports.
 */
final class KafkaNode {

    private static final Logger log = LoggerFactory.getLogger(KafkaNode.class);
    private static final Duration CONTROLLED_SHUTDOWN = Duration.ofSeconds(5);

    private final ControllerServer controller;
    private final BrokerServer broker;

    KafkaNode(BrokerSettings settings, BoundSockets sockets) {
        Properties properties = settings.properties(sockets.ports());
        KafkaConfig config = KafkaConfig.fromProps(properties, false);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> storage =
                KafkaRaftServer.initializeLogDirs(config, log, "embedded broker: ");
        Map<Integer, InetSocketAddress> voters = Map.of(
                BrokerSettings.NODE_ID, BrokerSettings.address(sockets.ports().controller()));
        SharedServer shared = new SharedServer(
                config,
                storage._1(),
                Time.SYSTEM,
                new Metrics(),
                CompletableFuture.completedFuture(voters),
                List.of(),
                KafkaNode::reportingFaultHandler,
                sockets);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2());
        this.broker = new BrokerServer(shared);
    }

    /** Starts both roles; returns when the broker serves clients. */
    void start() {
        controller.startup();
        broker.startup();
    }

    /** Stops both roles, whether or not the start succeeded. */
    void stop() {
        try {
            broker.shutdown(CONTROLLED_SHUTDOWN);
        } finally {
            controller.shutdown();
        }
        broker.awaitShutdown();
        controller.awaitShutdown();
    }

    private static FaultHandler reportingFaultHandler(String name, boolean fatal, Runnable action) {
        return new LoggingFaultHandler("embedded broker, " + name, action);
    }
}
