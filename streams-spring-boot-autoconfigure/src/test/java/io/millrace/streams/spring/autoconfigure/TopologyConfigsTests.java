package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.streams.errors.LogAndFailExceptionHandler;
import io.millrace.streams.errors.ProcessingExceptionHandler;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsConfigCustomizer;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.autoconfigure.bridge.ProcessingBean;
import io.millrace.streams.spring.autoconfigure.bridge.SerdeBean;
import io.millrace.streams.spring.autoconfigure.bridge.SkipUnwritable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class TopologyConfigsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, StreamsAutoConfiguration.class))
            .withUserConfiguration(Orders.class)
            .withPropertyValues("spring.application.name=shop", "streams.auto-startup=false");

    private Map<String, Object> config(ApplicationContextRunner configured) {
        List<Map<String, Object>> found = new ArrayList<>();
        configured.run(context -> {
            assertThat(context).hasNotFailed();
            found.add(context.getBean(StreamsRegistry.class).get("orders").config());
        });
        return found.get(0);
    }

    /** From weak to strong; each place sets a number of threads of its own. */
    static Stream<Arguments> places() {
        return Stream.of(
                Arguments.of(1, "spring.kafka.properties.num.stream.threads=1"),
                Arguments.of(2, "spring.kafka.streams.properties.num.stream.threads=2"),
                Arguments.of(3, "streams.num-threads=3"),
                Arguments.of(4, "streams.properties.num.stream.threads=4"),
                Arguments.of(5, "streams.topologies.orders.num-threads=5"),
                Arguments.of(6, "streams.topologies.orders.properties.num.stream.threads=6"));
    }

    @ParameterizedTest
    @MethodSource("places")
    void strongerPlacesWin(int strength, String property) {
        String[] upToHere = places().filter(place -> (int) place.get()[0] <= strength)
                .map(place -> (String) place.get()[1])
                .toArray(String[]::new);

        assertThat(config(runner.withPropertyValues(upToHere)).get("num.stream.threads"))
                .as(property)
                .hasToString(Integer.toString(strength));
    }

    @Test
    void customizerHasTheLastWord() {
        String[] all = places().map(place -> (String) place.get()[1]).toArray(String[]::new);
        StreamsConfigCustomizer customizer = (topology, config) -> config.put("num.stream.threads", 7);

        assertThat(config(runner.withPropertyValues(all).withBean(StreamsConfigCustomizer.class, () -> customizer)))
                .containsEntry("num.stream.threads", 7);
    }

    static Stream<Arguments> typedProperties() {
        return Stream.of(
                Arguments.of("state-dir=/tmp/there", "state.dir", "/tmp/there"),
                Arguments.of("num-threads=3", "num.stream.threads", 3),
                Arguments.of("replication-factor=2", "replication.factor", 2),
                Arguments.of("commit-interval=2s", "commit.interval.ms", 2000L),
                Arguments.of("cache-max-size=1KB", "statestore.cache.max.bytes", 1024L),
                Arguments.of("query-isolation=read-committed", "query.isolation.level", "read_committed"),
                Arguments.of("default-key-serde=a.Serde", "default.key.serde", "a.Serde"),
                Arguments.of("default-value-serde=bean:lengths", "default.value.serde", SerdeBean.class),
                Arguments.of(
                        "errors.deserialization=fail",
                        "deserialization.exception.handler",
                        LogAndFailExceptionHandler.class),
                Arguments.of("errors.deserialization=dead-letter", "errors.dead.letter.queue.topic.name", "orders.dlq"),
                Arguments.of(
                        "errors.deserialization=dead-letter",
                        "deserialization.exception.handler",
                        LogAndContinueExceptionHandler.class),
                Arguments.of(
                        "errors.processing=continue",
                        "processing.exception.handler",
                        LogAndContinueProcessingExceptionHandler.class),
                Arguments.of("errors.processing=bean:judge", "processing.exception.handler", ProcessingBean.class),
                Arguments.of("errors.production=continue", "production.exception.handler", SkipUnwritable.class));
    }

    @ParameterizedTest
    @MethodSource("typedProperties")
    void typedPropertiesApplyToAllAndToOne(String property, String key, Object value) {
        assertThat(config(runner.withPropertyValues("streams." + property))).containsEntry(key, value);
        assertThat(config(runner.withPropertyValues("streams.topologies.orders." + property)))
                .containsEntry(key, value);
        assertThat(config(runner).get(key)).isNotEqualTo(value);
    }

    @Test
    void memoryOfStateIsOneNumberForAllTopologies() {
        assertThat(config(runner.withPropertyValues("streams.state-memory=256MB")))
                .containsEntry("state.memory.max.bytes", 256L << 20);
        assertThat(config(runner)).doesNotContainKey("state.memory.max.bytes");
    }

    @Test
    void deadLetterTopicIsInheritedWithItsPlaceholder() {
        assertThat(config(runner.withPropertyValues(
                        "streams.errors.dead-letter-topic=lost-{topology}",
                        "streams.topologies.orders.errors.processing=dead-letter")))
                .containsEntry("errors.dead.letter.queue.topic.name", "lost-orders");
    }

    @Test
    void applicationIdIsPrefixAndNameUnlessGiven() {
        assertThat(config(runner)).containsEntry("application.id", "shop-orders");
        assertThat(config(runner.withPropertyValues("spring.kafka.streams.application-id=mall")))
                .containsEntry("application.id", "mall-orders");
        assertThat(config(runner.withPropertyValues(
                        "spring.kafka.streams.application-id=mall", "streams.application-id=market")))
                .containsEntry("application.id", "market-orders");
        assertThat(config(runner.withPropertyValues("streams.topologies.orders.application-id=exact")))
                .containsEntry("application.id", "exact");
    }

    @Test
    void connectionDetailsWinOverProperties() {
        assertThat(config(runner.withPropertyValues("spring.kafka.bootstrap-servers=property:9092")
                        .withBean(KafkaConnectionDetails.class, () -> () -> List.of("details:9092"))))
                .containsEntry("bootstrap.servers", List.of("details:9092"));
    }

    @Test
    void secondClusterIsForTheTopologyThatNamesIt() {
        runner.withUserConfiguration(SecondCluster.class)
                .withPropertyValues(
                        "spring.kafka.bootstrap-servers=main:9092",
                        "streams.topologies.clicks.connection=analyticsKafka")
                .run(context -> {
                    StreamsRegistry registry = context.getBean(StreamsRegistry.class);
                    assertThat(registry.get("orders").config())
                            .containsEntry("bootstrap.servers", List.of("main:9092"));
                    assertThat(registry.get("clicks").config())
                            .containsEntry("bootstrap.servers", List.of("analytics:9092"));
                });
    }

    @Test
    void sslBundleReachesTheClientsAsAnObject() {
        SslBundle bundle = SslBundle.of(null);

        assertThat(config(runner.withBean(KafkaConnectionDetails.class, () -> new KafkaConnectionDetails() {
                    @Override
                    public List<String> getBootstrapServers() {
                        return List.of("details:9093");
                    }

                    @Override
                    public SslBundle getSslBundle() {
                        return bundle;
                    }

                    @Override
                    public String getSecurityProtocol() {
                        return "SSL";
                    }
                })))
                .containsEntry(SslBundle.class.getName(), bundle)
                .containsEntry("security.protocol", "SSL")
                .containsKey("ssl.engine.factory.class");
    }

    @Test
    void unknownChoiceFailsTheStart() {
        runner.withPropertyValues("streams.errors.processing=ignore").run(context -> {
            assertThat(context).hasFailed();
            assertThat(Analyses.of(context.getStartupFailure()).getAction())
                    .contains("fail, continue, dead-letter or bean:");
        });
    }

    @Test
    void missingBeanFailsTheStart() {
        runner.withPropertyValues("streams.topologies.orders.default-key-serde=bean:nobody")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Analyses.of(context.getStartupFailure()).getDescription())
                            .contains("streams.topologies.orders.default-key-serde", "nobody");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondCluster {

        /** Not a candidate by default: so the application's own connection stays. */
        @Bean(defaultCandidate = false)
        KafkaConnectionDetails analyticsKafka() {
            return () -> List.of("analytics:9092");
        }

        @Bean
        @StreamTopology("clicks")
        TopologyDefinition clicks() {
            return builder -> builder.stream("clicks").to("copy");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Orders {

        @Bean
        @StreamTopology("orders")
        TopologyDefinition ordersDefinition() {
            return builder -> builder.stream("orders").to("copy");
        }

        @Bean
        Serde<Long> lengths() {
            return Serdes.Long();
        }

        @Bean
        ProcessingExceptionHandler judge() {
            return new ProcessingExceptionHandler() {
                @Override
                public void configure(Map<String, ?> configs) {}
            };
        }
    }
}
