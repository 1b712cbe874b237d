package io.millrace.streams.spring.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.processor.ProcessingInterceptor;
import io.millrace.streams.processor.RecordContext;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.api.ContextualProcessor;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import io.millrace.streams.spring.observation.DefaultRecordProcessingConvention;
import io.millrace.streams.spring.observation.DefaultRecordSendingConvention;
import io.millrace.streams.spring.observation.RecordProcessingContext;
import io.millrace.streams.spring.observation.RecordProcessingConvention;
import io.millrace.streams.spring.observation.RecordSendingContext;
import io.millrace.streams.spring.observation.RecordSendingConvention;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class ObservationTests {

    private final TestObservationRegistry observations = TestObservationRegistry.create();

    private final ApplicationContextRunner unobserved = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaAutoConfiguration.class,
                    StreamsAutoConfiguration.class,
                    StreamsObservationAutoConfiguration.class))
            .withUserConfiguration(Topologies.class)
            .withPropertyValues("spring.application.name=shop", "streams.auto-startup=false");

    private final ApplicationContextRunner runner = unobserved.withBean(ObservationRegistry.class, () -> observations);

    private TestObservationRegistryAssert observed() {
        return TestObservationRegistryAssert.assertThat(observations);
    }

    @Test
    void nothingIsObservedUnlessAskedFor() {
        runner.run(context -> {
            assertThat(topology(context, "orders").config())
                    .doesNotContainKey(StreamsConfig.PROCESSING_INTERCEPTOR_CLASS_CONFIG);

            pipe(topology(context, "orders"), "a b");

            observed().doesNotHaveAnyObservation();
        });
    }

    @Test
    void eachSourceRecordIsAnObservationAndEachRecordItSendsAChildOfIt() {
        runner.withPropertyValues("streams.observation.enabled=true").run(context -> {
            pipe(topology(context, "orders"), "a b");

            observed()
                    .hasNumberOfObservationsEqualTo(3)
                    .hasObservationWithNameEqualTo("streams.process")
                    .that()
                    .hasContextualNameEqualTo("in process")
                    .hasLowCardinalityKeyValue("topology", "orders")
                    .hasLowCardinalityKeyValue("subtopology", "0")
                    .hasLowCardinalityKeyValue("topic", "in")
                    .hasHighCardinalityKeyValue("partition", "0")
                    .hasHighCardinalityKeyValue("offset", "0")
                    .doesNotHaveParentObservation()
                    .doesNotHaveError()
                    .hasBeenStarted()
                    .hasBeenStopped();
            observed()
                    .hasNumberOfObservationsWithNameEqualTo("streams.send", 2)
                    .hasObservationWithNameEqualTo("streams.send")
                    .that()
                    .hasContextualNameEqualTo("out send")
                    .hasOnlyKeys("topology", "subtopology", "topic")
                    .hasLowCardinalityKeyValue("topology", "orders")
                    .hasLowCardinalityKeyValue("topic", "out")
                    .hasParentObservationContextMatching(parent -> parent instanceof RecordProcessingContext)
                    .hasBeenStopped();
            assertThat(observations.getCurrentObservation()).isNull();
        });
    }

    @Test
    void aFailureIsTheErrorOfTheObservationAsTheApplicationThrewIt() {
        runner.withPropertyValues("streams.observation.enabled=true").run(context -> {
            assertThatExceptionOfType(StreamsException.class)
                    .isThrownBy(() -> pipe(topology(context, "orders"), "bad"));

            observed()
                    .hasSingleObservationThat()
                    .hasNameEqualTo("streams.process")
                    .hasError(context.getBean(Topologies.class).bad)
                    .hasBeenStopped();
            assertThat(observations.getCurrentObservation()).isNull();
        });
    }

    @Test
    void aFailureThatAHandlerSkipsIsTheErrorOfTheObservationToo() {
        runner.withPropertyValues("streams.observation.enabled=true", "streams.errors.processing=continue")
                .run(context -> {
                    pipe(topology(context, "orders"), "bad");

                    observed()
                            .hasSingleObservationThat()
                            .hasNameEqualTo("streams.process")
                            .hasError(context.getBean(Topologies.class).bad)
                            .hasBeenStopped();
                });
    }

    @ParameterizedTest
    @EnumSource
    void anObservationThatAHandlerFailsIsStoppedAllTheSame(Moment moment) {
        observations.observationConfig().observationHandler(new Clumsy(moment));
        runner.withPropertyValues("streams.observation.enabled=true").run(context -> {
            assertThatThrownBy(() -> pipe(topology(context, "orders"), "a")).hasStackTraceContaining("not with me");

            observed()
                    .hasObservationWithNameEqualTo("streams.process")
                    .that()
                    .hasBeenStarted()
                    .hasBeenStopped();
            assertThat(observations.getCurrentObservation()).isNull();
        });
    }

    @Test
    void oneTopologyCanBeObservedAndAnotherNot() {
        runner.withPropertyValues("streams.topologies.returns.observation.enabled=true")
                .run(context -> {
                    pipe(topology(context, "orders"), "a");
                    pipe(topology(context, "returns"), "a");

                    observed()
                            .hasNumberOfObservationsWithNameEqualTo("streams.process", 1)
                            .hasObservationWithNameEqualTo("streams.process")
                            .that()
                            .hasLowCardinalityKeyValue("topology", "returns");
                });
    }

    @Test
    void conventionsOfTheApplicationNameAndAddKeys() {
        runner.withPropertyValues("streams.observation.enabled=true")
                .withUserConfiguration(Conventions.class)
                .run(context -> {
                    pipe(topology(context, "orders"), "a");

                    observed()
                            .hasObservationWithNameEqualTo("shop.process")
                            .that()
                            .hasLowCardinalityKeyValue("topology", "orders");
                    observed()
                            .hasObservationWithNameEqualTo("streams.send")
                            .that()
                            .hasHighCardinalityKeyValue("size", "1");
                });
    }

    @Test
    void sendsInAnObservationOfTheApplicationBelongToThat() {
        runner.withPropertyValues("streams.observation.enabled=true").run(context -> {
            pipe(topology(context, "returns"), "a");

            observed()
                    .hasObservationWithNameEqualTo("streams.send")
                    .that()
                    .hasParentObservationContextMatching(parent -> "inspect".equals(parent.getName()));
        });
    }

    @Test
    void aPredicateOfTheRegistryLeavesOut() {
        observations.observationConfig().observationPredicate((name, context) -> !name.equals("streams.process"));
        runner.withPropertyValues("streams.observation.enabled=true").run(context -> {
            pipe(topology(context, "orders"), "a");

            observed().doesNotHaveAnyObservation();
        });
    }

    @Test
    void aMissingRegistryIsSaidAndDoesNoHarm(CapturedOutput output) {
        unobserved.withPropertyValues("streams.observation.enabled=true").run(context -> {
            pipe(topology(context, "orders"), "a");

            assertThat(output).contains("orders is not observed").contains("there is no ObservationRegistry");
        });
    }

    @Test
    void anInterceptorOfTheApplicationStays(CapturedOutput output) {
        runner.withPropertyValues(
                        "streams.observation.enabled=true",
                        "streams.properties[processing.interceptor.class]=" + OwnInterceptor.class.getName())
                .run(context -> {
                    pipe(topology(context, "orders"), "a");

                    assertThat(output).contains("orders is not observed").contains("OwnInterceptor");
                    observed().doesNotHaveAnyObservation();
                });
    }

    @Test
    void topologiesRunWithoutMicrometer() {
        unobserved
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .withPropertyValues("streams.observation.enabled=true")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(StreamsObservationAutoConfiguration.class);

                    pipe(topology(context, "orders"), "a");
                });
    }

    private static ManagedTopology topology(ApplicationContext context, String name) {
        return context.getBean(StreamsRegistry.class).get(name);
    }

    private static void pipe(ManagedTopology topology, String value) {
        Properties config = new Properties();
        config.putAll(topology.config());
        try (TopologyTestDriver driver = new TopologyTestDriver(topology.topology(), config)) {
            driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                    .pipeInput("k", value, 7);
        }
    }

    /** Forwards each record in an observation of the application's own. */
    private static final class Inspection extends ContextualProcessor<String, String, String, String> {

        private final ObservationRegistry registry;

        private Inspection(ObservationRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void process(Record<String, String> record) {
            Observation.createNotStarted("inspect", registry)
                    .observe(() -> context().forward(record));
        }
    }

    private enum Moment {
        START,
        SCOPE_OPENED,
        SCOPE_CLOSED
    }

    /** Fails at a moment of the observation of a source record. */
    private record Clumsy(Moment moment) implements ObservationHandler<RecordProcessingContext> {

        @Override
        public void onStart(RecordProcessingContext context) {
            failAt(Moment.START);
        }

        @Override
        public void onScopeOpened(RecordProcessingContext context) {
            failAt(Moment.SCOPE_OPENED);
        }

        @Override
        public void onScopeClosed(RecordProcessingContext context) {
            failAt(Moment.SCOPE_CLOSED);
        }

        private void failAt(Moment now) {
            if (now == moment) {
                throw new IllegalStateException("not with me");
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof RecordProcessingContext;
        }
    }

    /** Calls nothing. */
    public static final class OwnInterceptor implements ProcessingInterceptor {

        @Override
        public Step processing(TaskId task, RecordContext record) {
            return Step.NONE;
        }

        @Override
        public Step sending(TaskId task, ProducerRecord<byte[], byte[]> record) {
            return Step.NONE;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Conventions {

        @Bean
        RecordProcessingConvention processing() {
            return new DefaultRecordProcessingConvention() {
                @Override
                public String getName() {
                    return "shop.process";
                }
            };
        }

        @Bean
        RecordSendingConvention sending() {
            return new DefaultRecordSendingConvention() {
                @Override
                public KeyValues getHighCardinalityKeyValues(RecordSendingContext context) {
                    int size = Objects.requireNonNull(context.getRecord().value()).length;
                    return KeyValues.of("size", String.valueOf(size));
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Topologies {

        final RuntimeException bad = new IllegalArgumentException("bad");

        @Bean
        @StreamTopology("orders")
        TopologyDefinition orders() {
            return builder -> builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                    .flatMapValues(value -> {
                        if (value.equals("bad")) {
                            throw bad;
                        }
                        return List.of(value.split(" "));
                    })
                    .to("out", Produced.with(Serdes.String(), Serdes.String()));
        }

        @Bean
        @StreamTopology("returns")
        TopologyDefinition returns(ObjectProvider<ObservationRegistry> registry) {
            return builder -> builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                    .process(() -> new Inspection(registry.getIfAvailable(ObservationRegistry::create)))
                    .to("out", Produced.with(Serdes.String(), Serdes.String()));
        }
    }
}
