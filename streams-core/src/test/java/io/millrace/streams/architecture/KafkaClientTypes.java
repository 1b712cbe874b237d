package io.millrace.streams.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;

/**
 * Which types of the Kafka clients are named where. The clients themselves, with their threads and sockets, belong to one
 * engine package; records of data pass through all.
 */
final class KafkaClientTypes {

    private static final String CONSUMER = "org.apache.kafka.clients.consumer.";
    private static final String PRODUCER = "org.apache.kafka.clients.producer.";
    private static final String ADMIN = "org.apache.kafka.clients.admin.";

    /** Values without behaviour, part of the mirrored API or of the ports in {@code engine.log}. */
    private static final Set<String> VALUES = Set.of(
            CONSUMER + "ConsumerRecord",
            CONSUMER + "ConsumerRecords",
            CONSUMER + "InvalidOffsetException",
            PRODUCER + "ProducerRecord");

    /** What an engine package may name beyond the values: the types and those nested in them. */
    private static final Map<String, Set<String>> OF_LINE = Map.of(
            "assign", Set.of(CONSUMER + "ConsumerPartitionAssignor", CONSUMER + "ConsumerGroupMetadata"),
            "runtime", Set.of(ADMIN + "Admin"), // Handed to KafkaStreams, whose subclasses may see it.
            "config", Set.of(CONSUMER + "ConsumerConfig", PRODUCER + "ProducerConfig", ADMIN + "AdminClientConfig"));

    /**
     * API types, relative to the root package, that name clients: in mirrored signatures, in the settings passed on to clients,
     * and in the default of the setting that supplies clients.
     */
    static final Set<String> API_NAMING_CLIENTS = Set.of(
            "AutoOffsetReset",
            "ClientConfigs",
            "KafkaClientSupplier",
            "KafkaStreams",
            "PlainClientSupplier",
            "StreamsConfig",
            "processor.assignment.TaskAssignor");

    private KafkaClientTypes() {}

    static boolean isClientType(JavaClass type) {
        String name = type.getName();
        return name.startsWith(CONSUMER) || name.startsWith(PRODUCER) || name.startsWith(ADMIN);
    }

    static boolean isValue(JavaClass type) {
        return VALUES.contains(type.getName());
    }

    static boolean isFor(String line, JavaClass type) {
        return line.equals("kafka")
                || OF_LINE.getOrDefault(line, Set.of()).stream()
                        .anyMatch(name ->
                                type.getName().equals(name) || type.getName().startsWith(name + "$"));
    }
}
