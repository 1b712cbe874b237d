package io.millrace.sample;

import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/** The board's topics, created at start where they are missing. */
@Configuration(proxyBeanMethods = false)
class Topics {

    static final String FLIGHTS = "flights";
    static final String AIRPORTS = "airports";
    static final String TEXT_LINES = "text-lines";
    static final String AIRPORT_STATS = "airport-stats";
    static final String DELAYS_BY_DAY = "delays-by-day";
    static final String DELAYS_BY_HOUR = "delays-by-hour";
    static final String WORD_COUNTS = "word-counts";

    /** Reports that cannot be read; application.yml has them written there. */
    static final String DEAD_LETTERS = "flights.dlq";

    /** Flights are joined with airports key by key, so both topics have as many partitions. */
    private static final int PARTITIONS = 4;

    /** The flights are of 2001. A broker deletes by the age of records, so nothing may have an age here. */
    private static final Map<String, String> KEPT = Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1");

    private static final Map<String, String> COMPACTED =
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

    @Bean
    KafkaAdmin.NewTopics keptTopics() {
        return topics(KEPT, FLIGHTS, TEXT_LINES, DEAD_LETTERS);
    }

    @Bean
    KafkaAdmin.NewTopics latestByKeyTopics() {
        return topics(COMPACTED, AIRPORTS, AIRPORT_STATS, DELAYS_BY_DAY, DELAYS_BY_HOUR, WORD_COUNTS);
    }

    private static KafkaAdmin.NewTopics topics(Map<String, String> configuration, String... names) {
        return new KafkaAdmin.NewTopics(Arrays.stream(names)
                .map(name -> TopicBuilder.name(name)
                        .partitions(PARTITIONS)
                        .configs(configuration)
                        .build())
                .toArray(NewTopic[]::new));
    }
}
