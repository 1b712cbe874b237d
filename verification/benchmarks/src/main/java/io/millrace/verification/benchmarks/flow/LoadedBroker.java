package io.millrace.verification.benchmarks.flow;

import io.millrace.streams.broker.BrokerProcess;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A broker in a process of its own. Topics that all runs read are loaded when the first needs them. */
final class LoadedBroker implements AutoCloseable {

    private final BrokerProcess broker;
    private final int records;
    private final Set<String> loaded = new HashSet<>();
    private int applications;

    private LoadedBroker(BrokerProcess broker, int records) {
        this.broker = broker;
        this.records = records;
    }

    /** @param records how many the inputs of streams hold */
    static LoadedBroker start(int records) {
        return new LoadedBroker(BrokerProcess.builder().start(), records);
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** How many records the inputs of streams hold. */
    int records() {
        return records;
    }

    /** A topic with this input. */
    String topic(Input input, int partitions) {
        String topic = input.topic(partitions);
        once(topic, () -> input.load(broker, records, partitions));
        return topic;
    }

    /** Loads what shall be loaded once. */
    void once(String name, Runnable loading) {
        if (loaded.add(name)) {
            loading.run();
        }
    }

    void createTopic(String name, int partitions) {
        broker.createTopic(name, partitions);
    }

    void createTopic(String name, int partitions, Map<String, String> config) {
        broker.createTopic(name, partitions, config);
    }

    /** An application that there was not. */
    String newApplication() {
        return "flow-" + ++applications;
    }

    /** Lets the next application of this name begin like a new one. */
    void forget(String application) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            admin.deleteConsumerGroups(List.of(application)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Group " + application + " cannot be deleted", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while group " + application + " was deleted", e);
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
