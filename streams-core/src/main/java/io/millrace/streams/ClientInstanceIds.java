package io.millrace.streams;

import java.util.Map;
import org.apache.kafka.common.Uuid;

/** The ids under which the Kafka clients of a client push their metrics to the broker. */
public interface ClientInstanceIds {

    /**
     * The id of the admin client.
     *
     * @return the id
     * @throws IllegalStateException if the admin client does not push metrics
     */
    Uuid adminInstanceId();

    /**
     * The ids of the consumers that push metrics.
     *
     * @return ids by client id
     */
    Map<String, Uuid> consumerInstanceIds();

    /**
     * The ids of the producers that push metrics.
     *
     * @return ids by client id
     */
    Map<String, Uuid> producerInstanceIds();
}
