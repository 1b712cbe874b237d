package io.millrace.streams.spring.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ClassUtils;

/** Warns of Kafka Streams beside Millrace: its classes have the same names, and a wrong import compiles. */
final class NamesakeAdvice {

    private static final Logger log = LoggerFactory.getLogger(NamesakeAdvice.class);

    private static final String NAMESAKE = "org.apache.kafka.streams.KafkaStreams";

    private NamesakeAdvice() {}

    static void give(ClassLoader application) {
        if (ClassUtils.isPresent(NAMESAKE, application)) {
            log.warn("kafka-streams is on the class path, too. Its classes have the names of Millrace's: import"
                    + " io.millrace.streams, not org.apache.kafka.streams. If nothing needs it, exclude it;"
                    + " spring-kafka-test brings it by org.apache.kafka:kafka-streams-test-utils.");
        }
    }
}
