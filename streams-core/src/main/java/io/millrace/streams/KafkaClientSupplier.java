package io.millrace.streams;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Creates the Kafka clients of a client of this library, for instance wrapped or configured in another way.
 *
 * <p>Name the class in {@code default.client.supplier}, with a public constructor without parameters, or pass an object when the
 * client is created. The configurations passed in are complete; a supplier must keep what is in them. Whoever asks for a Kafka
 * client closes it.
 */
public interface KafkaClientSupplier {

    /**
     * Creates an admin client. Unless overridden, it is Kafka's own.
     *
     * @param config the configuration
     * @return a new admin client
     */
    default Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    /**
     * Creates a producer.
     *
     * @param config the configuration, without serializers
     * @return a new producer
     */
    Producer<byte[], byte[]> getProducer(Map<String, Object> config);

    /**
     * Creates a consumer of input.
     *
     * @param config the configuration, without deserializers
     * @return a new consumer
     */
    Consumer<byte[], byte[]> getConsumer(Map<String, Object> config);

    /**
     * Creates a consumer that restores state.
     *
     * @param config the configuration, without deserializers
     * @return a new consumer
     */
    Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config);

    /**
     * Creates the consumer of global stores.
     *
     * @param config the configuration, without deserializers
     * @return a new consumer
     */
    Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config);
}
