package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.streams.AutoOffsetReset;
import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.processor.TimestampExtractor;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StateRestoreEvent;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsClientCustomizer;
import io.millrace.streams.spring.StreamsFailedEvent;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.StreamsStateChangedEvent;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.autoconfigure.diagnostics.SourceTopicsMissingException;
import io.millrace.streams.spring.autoconfigure.metrics.StreamsMetricsAutoConfiguration;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.RocksDBConfigSetter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

class StreamsIntegrationTests {

    @TempDir
    static Path directory;

    private static TestBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new TestBroker(directory.resolve("broker"));
        broker.write("words", 2, "mill", "race", "mill");
        broker.write("words-copy", 2);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, StreamsAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=shop",
                        "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "streams.commit-interval=100ms",
                        "streams.state-dir=" + directory.resolve("state"));
    }

    @Test
    void allThreeFormsRun() {
        runner().withUserConfiguration(ThreeForms.class)
                .withPropertyValues(
                        "streams.properties.consumer.auto.offset.reset=earliest",
                        "streams.default-key-serde=org.apache.kafka.common.serialization.Serdes$StringSerde",
                        "streams.default-value-serde=org.apache.kafka.common.serialization.Serdes$StringSerde")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    StreamsRegistry registry = context.getBean(StreamsRegistry.class);
                    assertThat(registry.topologies())
                            .extracting(ManagedTopology::applicationId)
                            .containsExactlyInAnyOrder("shop-counts", "shop-audit", "shop-clicks");
                    for (ManagedTopology topology : registry.topologies()) {
                        assertThat(topology.awaitRunning(Duration.ofSeconds(30)))
                                .as(topology.name())
                                .isTrue();
                    }
                    KafkaStreams counts = context.getBean("streamsClient.counts", KafkaStreams.class);
                    await().atMost(Duration.ofSeconds(30))
                            .ignoreExceptions()
                            .untilAsserted(() -> assertThat(counts.store(StoreQueryParameters.fromNameAndType(
                                                    "counts", QueryableStoreTypes.<String, Long>keyValueStore()))
                                            .get("mill"))
                                    .isEqualTo(2));
                });
    }

    @Test
    void clientBeanFollowsAStopAndAStart() {
        runner().withUserConfiguration(CountsTopology.class).run(context -> {
            ManagedTopology counts = context.getBean(StreamsRegistry.class).get("counts");
            KafkaStreams client = context.getBean(KafkaStreams.class);
            assertThat(counts.awaitRunning(Duration.ofSeconds(30))).isTrue();

            assertThat(counts.stop(Duration.ofSeconds(20))).isTrue();
            assertThat(client.state()).isEqualTo(KafkaStreams.State.NOT_RUNNING);
            counts.start();

            assertThat(counts.awaitRunning(Duration.ofSeconds(30))).isTrue();
            assertThat(client.state()).isEqualTo(KafkaStreams.State.RUNNING);
        });
    }

    @Test
    void stateChangesAreEvents() {
        List<StreamsStateChangedEvent> events = new CopyOnWriteArrayList<>();
        runner().withUserConfiguration(CountsTopology.class)
                .withInitializer(context -> context.addApplicationListener(event -> {
                    if (event instanceof PayloadApplicationEvent<?> payload
                            && payload.getPayload() instanceof StreamsStateChangedEvent changed) {
                        events.add(changed);
                    }
                }))
                .run(context ->
                        context.getBean(StreamsRegistry.class).get("counts").awaitRunning(Duration.ofSeconds(30)));

        assertThat(events)
                .contains(new StreamsStateChangedEvent(
                        "counts", KafkaStreams.State.RUNNING, KafkaStreams.State.REBALANCING));
    }

    @Test
    void topologyIsStartedAgainAfterAFailure() {
        runner().withUserConfiguration(Fails.class)
                .withPropertyValues(
                        "streams.application-id=again", "fails.times=2", "streams.errors.restart.backoff=10ms")
                .run(context -> {
                    ManagedTopology fails =
                            context.getBean(StreamsRegistry.class).get("fails");

                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> fails.status().restarts() == 2
                                    && fails.status().state() == KafkaStreams.State.RUNNING);
                    assertThat(fails.status().phase()).isEqualTo(TopologyStatus.Phase.STARTED);
                    assertThat(fails.status().failure()).isNull();
                    assertThat(context.getBean(Fails.class).givenUp).isEmpty();
                });
    }

    @Test
    void topologyIsGivenUpWhenItsRestartsAreUsedUp() {
        runner().withUserConfiguration(Fails.class)
                .withConfiguration(AutoConfigurations.of(StreamsMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues(
                        "streams.application-id=ever",
                        "fails.times=1000000",
                        "streams.errors.restart.backoff=10ms",
                        "streams.errors.restart.max-attempts=1")
                .run(context -> {
                    Fails failing = context.getBean(Fails.class);

                    await().atMost(Duration.ofSeconds(60)).until(() -> !failing.givenUp.isEmpty());
                    TopologyStatus status =
                            context.getBean(StreamsRegistry.class).get("fails").status();
                    assertThat(status.phase()).isEqualTo(TopologyStatus.Phase.FAILED);
                    assertThat(status.restarts()).isEqualTo(1);
                    assertThat(status.nextRestart()).isNull();
                    assertThat(failing.givenUp.get(0).failure()).hasStackTraceContaining("not this word");
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("streams.errors")
                                    .tags("topology", "fails", "stage", "thread")
                                    .counter()
                                    .count())
                            .isEqualTo(2);
                });
    }

    @Test
    void endThatIsForAllInstancesIsNotFollowedByARestart() {
        runner().withUserConfiguration(Fails.class)
                .withPropertyValues(
                        "streams.application-id=all",
                        "fails.times=1",
                        "streams.errors.uncaught=shutdown-application",
                        "streams.errors.restart.backoff=10ms")
                .run(context -> {
                    Fails failing = context.getBean(Fails.class);

                    await().atMost(Duration.ofSeconds(60)).until(() -> !failing.givenUp.isEmpty());
                    assertThat(context.getBean(StreamsRegistry.class)
                                    .get("fails")
                                    .status()
                                    .restarts())
                            .isZero();
                });
    }

    @Test
    void groupIsLeftAndStateIsKeptUnlessSaidOtherwise() throws Exception {
        ApplicationContextRunner counting = runner().withUserConfiguration(CountsTopology.class);

        counting.withPropertyValues("streams.application-id=leaves").run(StreamsIntegrationTests::awaitRunning);
        counting.withPropertyValues(
                        "streams.application-id=remains",
                        "streams.leave-group-on-close=false",
                        "streams.cleanup.on-shutdown=true")
                .run(StreamsIntegrationTests::awaitRunning);

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Map<String, ConsumerGroupDescription> groups = admin.describeConsumerGroups(
                            List.of("leaves-counts", "remains-counts"))
                    .all()
                    .get();
            assertThat(groups.get("leaves-counts").members()).isEmpty();
            assertThat(groups.get("remains-counts").members()).hasSize(1);
        }
        assertThat(directory.resolve("state/leaves-counts")).isNotEmptyDirectory();
        assertThat(directory.resolve("state/remains-counts/0_0")).doesNotExist();
    }

    private static void awaitRunning(ApplicationContext context) throws InterruptedException {
        assertThat(context.getBean(StreamsRegistry.class).awaitRunning(Duration.ofSeconds(30)))
                .isTrue();
    }

    @Test
    void topologiesAreClosedAtTheSameTime() {
        CountDownLatch busy = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        long[] closingSinceNanos = new long[1];
        runner().withUserConfiguration(Slow.class)
                .withBean("busy", CountDownLatch.class, () -> busy)
                .withBean("release", CountDownLatch.class, () -> release)
                .withPropertyValues("streams.close-timeout=3s")
                .run(context -> {
                    assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
                    closingSinceNanos[0] = System.nanoTime();
                });

        Duration took = Duration.ofNanos(System.nanoTime() - closingSinceNanos[0]);
        release.countDown();
        assertThat(took).isBetween(Duration.ofMillis(2_500), Duration.ofMillis(5_500));
    }

    @Test
    void extractorsAndSettersOfRocksCanBeBeans() {
        List<String> asked = new CopyOnWriteArrayList<>();
        runner().withUserConfiguration(CountsTopology.class)
                .withBean("clock", TimestampExtractor.class, () -> (record, partitionTime) -> {
                    asked.add("time of " + record.value());
                    return record.timestamp();
                })
                .withBean("tuner", RocksDBConfigSetter.class, () -> new RocksDBConfigSetter() {
                    @Override
                    public void setConfig(String store, Options options, Map<String, Object> configs) {
                        asked.add("options of " + store);
                    }

                    @Override
                    public void close(String store, Options options) {
                        asked.add("close " + store);
                    }
                })
                .withPropertyValues(
                        "streams.application-id=beans",
                        "streams.properties.consumer.auto.offset.reset=earliest",
                        "streams.default-timestamp-extractor=bean:clock",
                        "streams.rocksdb-config-setter=bean:tuner")
                .run(context -> await().atMost(Duration.ofSeconds(30))
                        .until(() -> asked.contains("time of race") && asked.contains("options of counts")));

        assertThat(asked).contains("close counts");
    }

    @Test
    void stopEndsTheWaitForARestart() {
        runner().withUserConfiguration(Fails.class)
                .withPropertyValues("streams.application-id=once", "fails.times=1", "streams.errors.restart.backoff=1h")
                .run(context -> {
                    ManagedTopology fails =
                            context.getBean(StreamsRegistry.class).get("fails");
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> fails.status().nextRestart() != null);

                    assertThat(fails.stop()).isTrue();
                    assertThat(fails.status().nextRestart()).isNull();
                    fails.start();

                    assertThat(fails.awaitRunning(Duration.ofSeconds(30))).isTrue();
                });
    }

    @Test
    void restoresAreEventsAndTellListenerBeans() {
        List<String> told = new CopyOnWriteArrayList<>();
        List<StateRestoreEvent> events = new CopyOnWriteArrayList<>();
        ApplicationContextRunner counting = runner().withUserConfiguration(CountsTopology.class)
                .withPropertyValues(
                        "streams.application-id=restores",
                        "streams.properties.consumer.auto.offset.reset=earliest",
                        "streams.cleanup.on-startup=true");
        counting.run(context -> {
            KafkaStreams counts = context.getBean(KafkaStreams.class);
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> counts.store(StoreQueryParameters.fromNameAndType(
                                            "counts", QueryableStoreTypes.<String, Long>keyValueStore()))
                                    .get("mill")
                            == 2);
        });

        counting.withBean(StateRestoreListener.class, () -> new StateRestoreListener() {
                    @Override
                    public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
                        told.add("start " + store);
                    }

                    @Override
                    public void onBatchRestored(TopicPartition partition, String store, long end, long restored) {}

                    @Override
                    public void onRestoreEnd(TopicPartition partition, String store, long restored) {
                        told.add("end " + store);
                    }
                })
                .withInitializer(context -> context.addApplicationListener(event -> {
                    if (event instanceof PayloadApplicationEvent<?> payload
                            && payload.getPayload() instanceof StateRestoreEvent restore) {
                        events.add(restore);
                    }
                }))
                .run(context -> assertThat(context.getBean(StreamsRegistry.class)
                                .get("counts")
                                .awaitRunning(Duration.ofSeconds(30)))
                        .isTrue());

        assertThat(told).contains("start counts", "end counts");
        assertThat(events)
                .filteredOn(event -> event.stage() == StateRestoreEvent.Stage.ENDED)
                .extracting(StateRestoreEvent::store, StateRestoreEvent::records)
                .contains(tuple("counts", 1L));
    }

    @Test
    void missingSourceTopicFailsTheTopologyWhenTheWaitRunsOut() {
        runner().withUserConfiguration(MissingSource.class)
                .withPropertyValues("streams.topics.wait-timeout=5s")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    ManagedTopology topology =
                            context.getBean(StreamsRegistry.class).get("lost");
                    assertThat(topology.status().phase()).isEqualTo(TopologyStatus.Phase.WAITING);
                    assertThat(topology.status().waitingFor()).isEqualTo("topics nowhere-to-be-found");

                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> topology.status().phase() == TopologyStatus.Phase.FAILED);
                    assertThat(topology.status().failure())
                            .isInstanceOf(SourceTopicsMissingException.class)
                            .hasMessageContaining("nowhere-to-be-found");
                });
    }

    @Test
    void missingSourceTopicFailsTheStartWhenThereIsNoTimeToWait() {
        runner().withUserConfiguration(MissingSource.class)
                .withPropertyValues("streams.topics.wait-timeout=0s")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasRootCauseInstanceOf(SourceTopicsMissingException.class));
    }

    @Test
    void waitEndsWhenTheTopicComes() {
        runner().withUserConfiguration(LateSource.class)
                .withPropertyValues("streams.topics.auto-create=true")
                .run(context -> assertThat(context.getBean(StreamsRegistry.class)
                                .get("late")
                                .awaitRunning(Duration.ofSeconds(30)))
                        .isTrue());
    }

    @Test
    void stateDirectoryInUseFailsTheStart() {
        runner().withUserConfiguration(CountsTopology.class)
                .withPropertyValues("streams.properties.client.id=first")
                .run(first -> {
                    first.getBean(StreamsRegistry.class).get("counts").awaitRunning(Duration.ofSeconds(30));

                    runner().withUserConfiguration(CountsTopology.class).run(second -> {
                        assertThat(second).hasFailed();
                        FailureAnalysis analysis = Analyses.of(second.getStartupFailure());
                        assertThat(analysis.getDescription()).contains("State directory", "is locked");
                        assertThat(analysis.getAction()).contains("streams.state-dir");
                    });
                });
    }

    @Test
    void restartThatCannotStartIsRepeated() {
        runner().withUserConfiguration(LockedOnce.class)
                .withPropertyValues(
                        "streams.application-id=locked",
                        "locked.directory=" + directory.resolve("state").resolve("locked-locked"),
                        "streams.health.liveness-on-failure=true",
                        "streams.errors.restart.backoff=10ms")
                .run(context -> {
                    ManagedTopology locked =
                            context.getBean(StreamsRegistry.class).get("locked");

                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> locked.status().restarts() == 2
                                    && locked.status().state() == KafkaStreams.State.RUNNING);
                    LockedOnce events = context.getBean(LockedOnce.class);
                    assertThat(events.givenUp).isEmpty();
                    assertThat(locked.status().failure()).isNull();
                });
    }

    @Test
    void wrongSerdeEndsTheTopologyWithARemedy() {
        runner().withUserConfiguration(WrongSerde.class).run(context -> {
            ManagedTopology topology = context.getBean(StreamsRegistry.class).get("wrong");
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> topology.status().phase() == TopologyStatus.Phase.FAILED);

            FailureAnalysis analysis = Analyses.of(topology.status().failure());
            assertThat(analysis.getAction()).contains("Name serdes that fit the types");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Fails {

        final List<StreamsFailedEvent> givenUp = new CopyOnWriteArrayList<>();

        @EventListener
        void givenUp(StreamsFailedEvent event) {
            givenUp.add(event);
        }

        @Bean
        @StreamTopology("fails")
        TopologyDefinition fails(Environment environment) {
            AtomicInteger left = new AtomicInteger(environment.getRequiredProperty("fails.times", int.class));
            Consumed<String, String> words = Consumed.with(Serdes.String(), Serdes.String());
            return builder -> builder.stream("words", words.withOffsetResetPolicy(AutoOffsetReset.earliest()))
                    .foreach((key, word) -> {
                        if (left.getAndDecrement() > 0) {
                            throw new IllegalStateException("not this word");
                        }
                    });
        }
    }

    /** Its first client fails, and its second finds the state directory locked by somebody else. */
    @Configuration(proxyBeanMethods = false)
    static class LockedOnce {

        final List<StreamsFailedEvent> givenUp = new CopyOnWriteArrayList<>();

        @EventListener
        void givenUp(StreamsFailedEvent event) {
            givenUp.add(event);
        }

        @Bean
        @StreamTopology("locked")
        TopologyDefinition locked() {
            AtomicInteger left = new AtomicInteger(1);
            Consumed<String, String> words = Consumed.with(Serdes.String(), Serdes.String());
            return builder -> builder.stream("words", words.withOffsetResetPolicy(AutoOffsetReset.earliest()))
                    .peek((key, word) -> {
                        if (left.getAndDecrement() > 0) {
                            throw new IllegalStateException("not this word");
                        }
                    })
                    .groupByKey()
                    .count(Materialized.as("locked"));
        }

        @Bean
        StreamsClientCustomizer locksForTheSecond(Environment environment) {
            Path lock = Path.of(environment.getRequiredProperty("locked.directory"), ".lock");
            AtomicInteger clients = new AtomicInteger();
            AtomicReference<FileChannel> held = new AtomicReference<>();
            return (topology, client) -> {
                try {
                    switch (clients.incrementAndGet()) {
                        case 2 -> {
                            held.set(FileChannel.open(lock, StandardOpenOption.WRITE));
                            held.get().lock();
                        }
                        case 3 -> held.get().close();
                        default -> {}
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Slow {

        @Bean
        @StreamTopology("slow-one")
        TopologyDefinition slowOne(CountDownLatch busy, CountDownLatch release) {
            return slow(busy, release);
        }

        @Bean
        @StreamTopology("slow-two")
        TopologyDefinition slowTwo(CountDownLatch busy, CountDownLatch release) {
            return slow(busy, release);
        }

        private static TopologyDefinition slow(CountDownLatch busy, CountDownLatch release) {
            Consumed<String, String> words = Consumed.with(Serdes.String(), Serdes.String());
            return builder -> builder.stream("words", words.withOffsetResetPolicy(AutoOffsetReset.earliest()))
                    .foreach((key, word) -> {
                        busy.countDown();
                        try {
                            release.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class MissingSource {

        @Bean
        @StreamTopology("lost")
        TopologyDefinition lost() {
            return builder -> builder.stream("nowhere-to-be-found").foreach((key, value) -> {});
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LateSource {

        @Bean
        @StreamTopology("late")
        TopologyDefinition late() {
            return builder -> builder.stream("comes-late", Consumed.with(Serdes.String(), Serdes.String()))
                    .foreach((key, value) -> {});
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WrongSerde {

        @Bean
        @StreamTopology("wrong")
        TopologyDefinition wrong() {
            return builder -> builder.stream("words", Consumed.with(Serdes.String(), Serdes.Long()))
                    .foreach((key, value) -> {});
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(CountsTopology.class)
    static class ThreeForms {

        @Bean
        @StreamTopology("audit")
        Topology audit() {
            return new Topology().addSource("in", "words").addSink("out", "words-copy", "in");
        }

        @Bean
        @StreamTopology
        TopologyDefinition clicksTopology() {
            return builder -> builder.stream("words").foreach((key, value) -> {});
        }
    }

    @StreamTopology("counts")
    static class CountsTopology implements TopologyDefinition {

        @Override
        public void define(StreamsBuilder builder) {
            builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
                    .groupByKey()
                    .count(Materialized.as("counts"));
        }
    }
}
