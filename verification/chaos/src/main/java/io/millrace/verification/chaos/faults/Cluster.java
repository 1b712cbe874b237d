package io.millrace.verification.chaos.faults;

import io.millrace.streams.broker.BrokerProcess;
import io.millrace.verification.chaos.faults.app.FaultTopology;
import io.millrace.verification.chaos.faults.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a run consists of: a broker, instances, and, if wires are to fail, a wire for each instance. */
final class Cluster implements AutoCloseable {

    private static final int INSTANCES = 3;
    private static final String HOST = "127.0.0.1:";

    private final BrokerProcess broker;
    private final List<Wire> wires = new ArrayList<>();
    private final List<Instance> instances = new ArrayList<>();

    Cluster(FaultSettings settings, Path directory) {
        BrokerProcess.Builder builder = BrokerProcess.builder()
                .dataDirectory(directory.resolve("broker"))
                .property("group.initial.rebalance.delay.ms", "0")
                .property("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        if (settings.battery() == Battery.NETWORK) {
            for (int number = 0; number < INSTANCES; number++) {
                int port = freePort();
                Wire wire = new Wire(port);
                wires.add(wire);
                builder.proxiedListener("INSTANCE" + number, port, wire.port());
            }
        }
        this.broker = builder.start();
        for (String topic :
                List.of(FaultTopology.INPUT, FaultTopology.ECHO, FaultTopology.COUNTS, FaultTopology.TICKS)) {
            broker.createTopic(topic, FaultTopology.PARTITIONS);
        }
        broker.createTopic(
                FaultTopology.FOLDS, FaultTopology.PARTITIONS, Map.of("message.timestamp.type", "LogAppendTime"));
        for (int number = 0; number < INSTANCES; number++) {
            instances.add(new Instance(
                    number,
                    directory.resolve("instance-" + number),
                    wires.isEmpty()
                            ? broker.bootstrapServers()
                            : HOST + wires.get(number).port(),
                    settings.application()));
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BrokerProcess broker() {
        return broker;
    }

    List<Instance> instances() {
        return instances;
    }

    /** The wires of the instances, in their order; none if they are connected directly. */
    List<Wire> wires() {
        return wires;
    }

    void requireAlive() {
        instances.forEach(Instance::requireAlive);
    }

    /** How many changelogs belong to tasks that run. */
    long owned() {
        return instances.stream()
                .mapToLong(instance -> instance.restores().owned())
                .sum();
    }

    @Override
    public void close() {
        for (Instance instance : instances) {
            try {
                instance.close();
            } catch (IllegalStateException e) {
                System.err.println(e.getMessage());
            }
        }
        wires.forEach(Wire::close);
        broker.close();
    }
}
