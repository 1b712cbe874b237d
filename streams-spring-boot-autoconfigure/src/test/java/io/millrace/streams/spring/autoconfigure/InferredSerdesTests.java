package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.spring.Inferred;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamSerdes;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;

class InferredSerdesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class, KafkaAutoConfiguration.class, StreamsAutoConfiguration.class))
            .withPropertyValues("spring.application.name=shop", "streams.auto-startup=false");

    record Order(String customer, long cents) {}

    private static byte[] bytes(Serde<Order> serde) {
        return serde.serializer().serialize("orders", new Order("ann", 5));
    }

    @Test
    void recordsAreWrittenAsJson() {
        runner.run(context -> assertThat(
                        new String(bytes(context.getBean(StreamSerdes.class).of(Order.class)), StandardCharsets.UTF_8))
                .isEqualTo("{\"customer\":\"ann\",\"cents\":5}"));
    }

    @Test
    void typesWithParametersAreReadBackAsTheyWere() {
        runner.run(context -> {
            Serde<Map<String, List<Order>>> serde =
                    context.getBean(StreamSerdes.class).of(new ParameterizedTypeReference<>() {});
            Map<String, List<Order>> orders = Map.of("ann", List.of(new Order("ann", 5)));

            byte[] bytes = serde.serializer().serialize("orders", orders);

            assertThat(serde.deserializer().deserialize("orders", bytes)).isEqualTo(orders);
        });
    }

    @Test
    void simpleTypesAreWrittenAsKafkaDoes() {
        runner.run(context -> {
            StreamSerdes serdes = context.getBean(StreamSerdes.class);

            assertThat(serdes.of(String.class).serializer().serialize("t", "a")).isEqualTo(new byte[] {'a'});
            assertThat(serdes.of(Long.class).serializer().serialize("t", 1L)).hasSize(8);
            assertThat(serdes.of(UUID.class)).isInstanceOf(Serdes.UUIDSerde.class);
            assertThat(serdes.of(byte[].class)).isInstanceOf(Serdes.ByteArraySerde.class);
        });
    }

    @Test
    void beansOfTheApplicationComeFirst() {
        runner.withUserConfiguration(OwnSerde.class, Injected.class).run(context -> {
            Serde<Order> own = context.getBean(OwnSerde.class).own;

            assertThat(context.getBean(StreamSerdes.class).of(Order.class)).isSameAs(own);
            assertThat(context.getBean(Injected.class).orders).isSameAs(own);
        });
    }

    @Test
    void severalBeansAreRefusedUnlessOneIsPrimary() {
        runner.withUserConfiguration(OwnSerde.class)
                .withBean("other", OtherSerde.class, OtherSerde::new)
                .run(context -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> context.getBean(StreamSerdes.class).of(Order.class))
                        .withMessageContainingAll("own", "other", "@Primary"));
        runner.withUserConfiguration(OwnSerde.class)
                .withBean("other", OtherSerde.class, OtherSerde::new, definition -> definition.setPrimary(true))
                .run(context -> assertThat(context.getBean(StreamSerdes.class).of(Order.class))
                        .isInstanceOf(OtherSerde.class));
    }

    @Test
    void nothingIsInjectedThatWasNotAskedFor() {
        runner.run(context -> {
            ObjectProvider<Serde<Order>> asked =
                    context.getBeanProvider(new ParameterizedTypeReference<Serde<Order>>() {});

            assertThat(asked.getIfAvailable()).isNull();
        });
    }

    @Test
    void typeThatIsNotKnownIsRefused() {
        runner.withUserConfiguration(Unknown.class)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining("name the type where it is injected"));
    }

    @Test
    void withoutJacksonTheRemedyIsNamed() {
        runner.withClassLoader(new FilteredClassLoader("tools.jackson"))
                .run(context -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> context.getBean(StreamSerdes.class).of(Order.class))
                        .withMessageContainingAll("Serde<", "spring-boot-starter-jackson"));
    }

    @Test
    void topologyRunsWithWhatItsParametersSay() {
        runner.withUserConfiguration(Totals.class).run(context -> {
            ManagedTopology totals = context.getBean(StreamsRegistry.class).get("totals");
            Properties config = new Properties();
            config.put("application.id", "totals");
            config.put("bootstrap.servers", "none:1");
            try (TopologyTestDriver driver = new TopologyTestDriver(totals.topology(), config)) {
                driver.createInputTopic("orders", new StringSerializer(), new StringSerializer())
                        .pipeInput("1", "{\"customer\":\"ann\",\"cents\":5}");

                assertThat(driver.createOutputTopic("totals", new StringDeserializer(), new LongDeserializer())
                                .readKeyValuesToMap())
                        .containsExactly(Map.entry("ann", 5L));
            }
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Totals {

        @Bean
        @StreamTopology("totals")
        TopologyDefinition totalsDefinition(
                @Inferred Consumed<String, Order> orders,
                @Inferred Grouped<String, Order> byCustomer,
                @Inferred Serde<Long> cents,
                @Inferred Produced<String, Long> totals) {
            return builder -> builder.stream("orders", orders)
                    .groupBy((id, order) -> order.customer(), byCustomer)
                    .aggregate(() -> 0L, (customer, order, sum) -> sum + order.cents(), Materialized.with(null, cents))
                    .toStream()
                    .to("totals", totals);
        }
    }

    static class OtherSerde extends Serdes.WrapperSerde<Order> {

        OtherSerde() {
            super((topic, order) -> new byte[0], (topic, bytes) -> new Order("", 0));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSerde {

        final Serde<Order> own = Serdes.serdeFrom((topic, order) -> new byte[0], (topic, bytes) -> new Order("", 0));

        @Bean
        Serde<Order> own() {
            return own;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Injected {

        @Autowired
        @Inferred
        Serde<Order> orders;
    }

    @Configuration(proxyBeanMethods = false)
    static class Unknown {

        @Autowired
        @Inferred
        Serde<?> orders;
    }
}
