package io.millrace.streams.spring.autoconfigure.diagnostics;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No broker answered in time. */
public final class BrokerUnreachableException extends StreamsStartException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param topology the topology
     * @param servers where brokers were looked for
     * @param waited how long was waited
     * @param cause the last failure
     */
    public BrokerUnreachableException(String topology, Object servers, Duration waited, @Nullable Throwable cause) {
        super(
                "Stream topology '" + topology + "' found no Kafka broker at " + servers + " within "
                        + waited.toSeconds() + " seconds.",
                "Start a broker there, or set spring.kafka.bootstrap-servers to where one is. How long to wait is streams.topics.wait-timeout.",
                cause);
    }
}
