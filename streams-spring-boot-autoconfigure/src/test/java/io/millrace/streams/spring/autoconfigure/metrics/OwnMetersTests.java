package io.millrace.streams.spring.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.streams.errors.LogAndFailProcessingExceptionHandler;
import io.millrace.streams.errors.ProcessingExceptionHandler;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateRestoreEvent;
import io.millrace.streams.spring.StateRestoreEvent.Stage;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsConfigCustomizer;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch;
import io.millrace.streams.spring.autoconfigure.bridge.WatchedProcessing;
import io.millrace.streams.spring.autoconfigure.query.QueryMeter.Kind;
import io.millrace.streams.spring.autoconfigure.query.StorePage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class OwnMetersTests {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaAutoConfiguration.class,
                    StreamsAutoConfiguration.class,
                    StreamsMetricsAutoConfiguration.class))
            .withBean(MeterRegistry.class, () -> registry)
            .withUserConfiguration(Orders.class)
            .withPropertyValues("spring.application.name=shop", "streams.auto-startup=false");

    @Test
    void failuresThatAreSkippedAreCountedByStage() {
        runner.withPropertyValues(
                        "streams.errors.deserialization=continue",
                        "streams.errors.processing=continue",
                        "streams.errors.production=continue")
                .run(context -> {
                    pipe(orders(context), "unreadable", "throw", "throw", "unwritable", "fine");

                    assertThat(errors("deserialization")).isEqualTo(1);
                    assertThat(errors("processing")).isEqualTo(2);
                    assertThat(errors("production")).isEqualTo(1);
                });
    }

    @Test
    void theHandlerThatWasSetDecides() {
        runner.run(context -> {
            assertThatExceptionOfType(StreamsException.class).isThrownBy(() -> pipe(orders(context), "throw"));

            assertThat(errors("processing")).isEqualTo(1);
        });
        runner.withPropertyValues("streams.errors.processing=bean:remembering").run(context -> {
            pipe(orders(context), "throw");

            assertThat(context.getBean(Remembering.class).seen).containsExactly("throw");
            assertThat(errors("processing")).isEqualTo(2);
        });
    }

    @Test
    void aHandlerMayBeNamedByACustomizerOfTheApplicationAsWell() {
        String key = StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG;
        runner.withBean(
                        StreamsConfigCustomizer.class,
                        () -> (topology, config) ->
                                config.put(key, LogAndContinueProcessingExceptionHandler.class.getName()))
                .run(context -> {
                    pipe(orders(context), "throw");

                    assertThat(errors("processing")).isEqualTo(1);
                });
    }

    @Test
    void whatIsNoHandlerIsTheEnginesToRefuse() {
        runner.withPropertyValues("streams.properties[processing.exception.handler]=shop.NotThere")
                .run(context -> assertThatExceptionOfType(ConfigException.class)
                        .isThrownBy(() -> orders(context).client())
                        .withMessageContaining("shop.NotThere"));
    }

    @Test
    void handlersStayAsTheyAreWithoutMetrics() {
        runner.run(context -> assertThat(orders(context).config())
                .containsEntry("processing.exception.handler", WatchedProcessing.class));
        runner.withPropertyValues(
                        "streams.topologies.orders.metrics.enabled=false",
                        "streams.topologies.orders.errors.processing=fail")
                .run(context -> assertThat(orders(context).config())
                        .containsEntry("processing.exception.handler", LogAndFailProcessingExceptionHandler.class));
    }

    @Test
    void aTopologyWhoseMetricsAreOffHasNoMeters() {
        runner.withPropertyValues("streams.topologies.orders.metrics.enabled=false")
                .run(context -> {
                    context.getBean(TopologyMeters.class).bindTo(registry);
                    context.publishEvent(new StateRestoreEvent("orders", "totals", 0, Stage.STARTED, 10));
                    context.publishEvent(new StateRestoreEvent("orders", "totals", 0, Stage.ENDED, 10));
                    StateSource here = new StateSource(null, true, StateSource.ACTIVE, List.of(), 0, null);
                    StorePage page = new StorePage("key-value", List.of(), here, List.of(), 1, null);

                    assertThat(context.getBean(QueryMeters.class).measure(Kind.ANSWER, "orders", () -> page))
                            .isSameAs(page);
                    assertThat(registry.getMeters())
                            .extracting(meter -> meter.getId().getName())
                            .noneMatch(name -> name.startsWith("streams."));
                });
    }

    @Test
    void whatTakesNoteOfFailuresAndFailsKeepsNoHandlerFromBeingAsked() {
        runner.withBean(Clumsy.class, Clumsy::new)
                .withPropertyValues("streams.errors.processing=bean:remembering")
                .run(context -> {
                    pipe(orders(context), "throw");

                    assertThat(context.getBean(Remembering.class).seen).containsExactly("throw");
                    assertThat(errors("processing")).isEqualTo(1);
                });
    }

    @Test
    void restoresAreTimedFromStartToEnd() {
        runner.run(context -> {
            context.publishEvent(new StateRestoreEvent("orders", "totals", 0, Stage.STARTED, 10));
            context.publishEvent(new StateRestoreEvent("orders", "totals", 1, Stage.STARTED, 10));
            context.publishEvent(new StateRestoreEvent("orders", "totals", 0, Stage.ENDED, 10));
            context.publishEvent(new StateRestoreEvent("orders", "totals", 1, Stage.SUSPENDED, 3));
            context.publishEvent(new StateRestoreEvent("orders", "totals", 2, Stage.ENDED, 3));

            assertThat(registry.get("streams.restore.duration")
                            .tag("topology", "orders")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource({"400, invalid", "404, not-found", "429, too-many", "503, unavailable", "500, failed"})
    void queriesAreTimedByTheirOutcome(int status, String outcome) {
        runner.run(context -> {
            QueryMeters meters = context.getBean(QueryMeters.class);
            StateQueryException refusal = new StateQueryException(status, "reason", "message", null);

            assertThatExceptionOfType(StateQueryException.class)
                    .isThrownBy(() -> meters.measure(Kind.ANSWER, "orders", () -> {
                        throw refusal;
                    }));
            assertThatExceptionOfType(StateQueryException.class)
                    .isThrownBy(() -> meters.measure(Kind.REMOTE, "orders", () -> {
                        throw refusal;
                    }));

            for (String name : List.of("streams.query", "streams.query.remote")) {
                assertThat(registry.get(name)
                                .tags("topology", "orders", "outcome", outcome)
                                .timer()
                                .count())
                        .isEqualTo(1);
            }
        });
    }

    @Test
    void allAreThereFromTheStart() {
        runner.run(context -> {
            context.getBean(TopologyMeters.class).bindTo(registry);

            for (FailureWatch.Stage stage : FailureWatch.Stage.values()) {
                assertThat(errors(stage.name().toLowerCase(Locale.ROOT))).isZero();
            }
            assertThat(registry.get("streams.restore.duration").timer().count()).isZero();
            assertThat(registry.get("streams.query")
                            .tag("outcome", "success")
                            .timer()
                            .count())
                    .isZero();
            assertThat(registry.get("streams.query.remote")
                            .tag("outcome", "success")
                            .timer()
                            .count())
                    .isZero();
        });
    }

    private double errors(String stage) {
        return registry.get("streams.errors")
                .tags("topology", "orders", "stage", stage)
                .counter()
                .count();
    }

    private static ManagedTopology orders(ApplicationContext context) {
        return context.getBean(StreamsRegistry.class).get("orders");
    }

    private static void pipe(ManagedTopology topology, String... values) {
        Properties config = new Properties();
        config.putAll(topology.config());
        try (TopologyTestDriver driver = new TopologyTestDriver(topology.topology(), config)) {
            var in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            for (String value : values) {
                in.pipeInput("k", value, 7);
            }
        }
    }

    /** Takes note of nothing. */
    private static final class Clumsy implements FailureWatch {

        @Override
        public boolean watches(String topology) {
            return true;
        }

        @Override
        public void failed(String topology, FailureWatch.Stage stage, Throwable failure) {
            throw new IllegalStateException("no note of it");
        }
    }

    /** Goes on, and remembers from what. */
    static final class Remembering implements ProcessingExceptionHandler {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
            seen.add(exception.getMessage());
            return Response.resume();
        }

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Orders {

        @Bean
        Remembering remembering() {
            return new Remembering();
        }

        @Bean
        @StreamTopology("orders")
        TopologyDefinition orders() {
            Serde<String> picky = Serdes.serdeFrom(
                    (topic, value) -> fails("unwritable", value).getBytes(StandardCharsets.UTF_8),
                    (topic, bytes) -> fails("unreadable", new String(bytes, StandardCharsets.UTF_8)));
            return builder -> builder.stream("in", Consumed.with(Serdes.String(), picky))
                    .mapValues(value -> fails("throw", value))
                    .to("out", Produced.with(Serdes.String(), picky));
        }

        private static String fails(String on, String value) {
            if (value.equals(on)) {
                throw new IllegalArgumentException(on);
            }
            return value;
        }
    }
}
