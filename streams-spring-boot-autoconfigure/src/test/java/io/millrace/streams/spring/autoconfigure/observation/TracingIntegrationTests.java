package io.millrace.streams.spring.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.Repartitioned;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.TestBroker;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A trace, by OpenTelemetry, in the headers that W3C says. */
class TracingIntegrationTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SENDER = "00f067aa0ba902b7";

    @Test
    void aTraceRunsThroughARepartitionTopic(@TempDir Path brokerDirectory, @TempDir Path stateDirectory) {
        try (TestBroker broker = new TestBroker(brokerDirectory)) {
            broker.write("in", 1);
            broker.write("out", 1);
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(
                            KafkaAutoConfiguration.class,
                            StreamsAutoConfiguration.class,
                            StreamsObservationAutoConfiguration.class))
                    .withUserConfiguration(Traced.class)
                    .withPropertyValues(
                            "spring.application.name=shop",
                            "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                            "streams.state-dir=" + stateDirectory,
                            "streams.commit-interval=100ms",
                            "streams.properties[consumer.auto.offset.reset]=earliest",
                            "streams.observation.enabled=true")
                    .run(context -> {
                        assertThat(context.getBean(StreamsRegistry.class).awaitRunning(Duration.ofSeconds(30)))
                                .isTrue();

                        send(broker.bootstrapServers());

                        ConsumerRecord<String, String> sent = first(broker.bootstrapServers());
                        Spans spans = context.getBean(Spans.class);
                        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> spans.ended.size() >= 4);
                        SpanData read = spans.named("in process");
                        SpanData toRepartition = spans.named("shop-orders-again-repartition send");
                        SpanData fromRepartition = spans.named("shop-orders-again-repartition process");
                        SpanData written = spans.named("out send");
                        assertThat(spans.ended)
                                .hasSize(4)
                                .allSatisfy(
                                        span -> assertThat(span.getTraceId()).isEqualTo(TRACE));
                        assertThat(read.getKind()).isEqualTo(SpanKind.CONSUMER);
                        assertThat(read.getParentSpanId()).isEqualTo(SENDER);
                        assertThat(toRepartition.getKind()).isEqualTo(SpanKind.PRODUCER);
                        assertThat(toRepartition.getParentSpanId()).isEqualTo(read.getSpanId());
                        assertThat(fromRepartition.getParentSpanId()).isEqualTo(toRepartition.getSpanId());
                        assertThat(written.getParentSpanId()).isEqualTo(fromRepartition.getSpanId());
                        assertThat(sent.headers().headers("traceparent"))
                                .singleElement()
                                .satisfies(header -> assertThat(new String(header.value(), StandardCharsets.UTF_8))
                                        .isEqualTo("00-" + TRACE + "-" + written.getSpanId() + "-01"));
                    });
        }
    }

    private static void send(String bootstrapServers) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> record = new ProducerRecord<>("in", "k", "v");
            record.headers()
                    .add("traceparent", ("00-" + TRACE + "-" + SENDER + "-01").getBytes(StandardCharsets.UTF_8));
            producer.send(record);
        }
    }

    private static ConsumerRecord<String, String> first(String bootstrapServers) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition("out", 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> consumer.poll(Duration.ofMillis(100)), records -> !records.isEmpty())
                    .iterator()
                    .next();
        }
    }

    /** Keeps what has ended. */
    static final class Spans implements SpanProcessor {

        private final List<SpanData> ended = new CopyOnWriteArrayList<>();

        SpanData named(String name) {
            return ended.stream()
                    .filter(span -> span.getName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No span '" + name + "' among " + ended));
        }

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            ended.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Traced {

        @Bean
        Spans spans() {
            return new Spans();
        }

        @Bean
        ObservationRegistry observations(Spans spans) {
            var otel =
                    SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");
            OtelTracer tracer = new OtelTracer(otel, new OtelCurrentTraceContext(), event -> {});
            OtelPropagator propagator =
                    new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), otel);
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig()
                    .observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
                            new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                            new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                            new DefaultTracingObservationHandler(tracer)));
            return registry;
        }

        @Bean
        @StreamTopology("orders")
        TopologyDefinition orders() {
            return builder -> builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                    .selectKey((key, value) -> value)
                    .repartition(
                            Repartitioned.with(Serdes.String(), Serdes.String()).withName("again"))
                    .to("out", Produced.with(Serdes.String(), Serdes.String()));
        }
    }
}
