package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.spring.StateQueries;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateRef;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.autoconfigure.TestBroker;
import io.millrace.streams.spring.autoconfigure.TestCertificates;
import io.millrace.streams.state.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Two instances whose servers want a certificate; one of them has none to show. */
@ExtendWith(OutputCaptureExtension.class)
class PeerTlsIntegrationTests {

    private static final StateRef<String, Long> COUNTS = StateRef.of("words", "counts", String.class, Long.class);
    private static final int WORDS = 16;

    @TempDir
    private static Path directory;

    @Test
    void instancesAskEachOtherWithCertificatesAndOneWithoutIsRefused(CapturedOutput output) throws Exception {
        TestCertificates certificates = new TestCertificates(directory);
        Path identity = certificates.identity("instance");
        Path trust = certificates.trust("trust", identity);
        List<String> known = TestCertificates.bundle("peers", identity, trust);
        List<String> unknown = TestCertificates.bundle("peers", trust);
        List<String> server = TestCertificates.bundle("server", identity, trust);
        try (TestBroker broker = new TestBroker(directory.resolve("broker"))) {
            broker.write("words", 2, words());
            try (ConfigurableApplicationContext first = start("first", broker, server, known);
                    ConfigurableApplicationContext second = start("second", broker, server, unknown)) {
                awaitSpread(first, second);

                for (String word : words()) {
                    assertThat(queries(first).get(COUNTS, word))
                            .get()
                            .satisfies(entry -> assertThat(entry.value()).isEqualTo(1L));
                    if (isOn(second, word)) {
                        assertThat(queries(second).get(COUNTS, word)).isPresent();
                    } else {
                        assertThatExceptionOfType(StateQueryException.class)
                                .isThrownBy(() -> queries(second).get(COUNTS, word))
                                .satisfies(
                                        refusal -> assertThat(refusal.reason()).isEqualTo("peer-unavailable"));
                    }
                }

                assertThat(output).contains("does not answer queries").contains("streams.query.remote.ssl-bundle");
            }
        }
    }

    private static StateQueries queries(ConfigurableApplicationContext context) {
        return context.getBean(StateQueries.class);
    }

    private static boolean isOn(ConfigurableApplicationContext context, String word) {
        try {
            return queries(context).get(COUNTS.local(), word).isPresent();
        } catch (StateQueryException e) {
            return false;
        }
    }

    private static String[] words() {
        String[] words = new String[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = "word-" + i;
        }
        return words;
    }

    /** Until each instance has a partition, and what it has can be read there. */
    private static void awaitSpread(ConfigurableApplicationContext... contexts) {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            int here = 0;
            for (ConfigurableApplicationContext context : contexts) {
                assertThat(context.getBean(StreamsRegistry.class).awaitRunning(Duration.ofSeconds(30)))
                        .isTrue();
                int local = 0;
                for (String word : words()) {
                    if (isOn(context, word)) {
                        local++;
                    }
                }
                assertThat(local).isPositive();
                here += local;
            }
            return here == WORDS;
        });
    }

    private static ConfigurableApplicationContext start(
            String name, TestBroker broker, List<String> server, List<String> peers) {
        List<String> properties = new ArrayList<>(server);
        properties.addAll(peers);
        properties.addAll(List.of(
                "server.port=0",
                "server.address=127.0.0.1",
                "server.ssl.bundle=server",
                "server.ssl.client-auth=need",
                "spring.application.name=shop",
                "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "streams.commit-interval=100ms",
                "streams.state-dir=" + directory.resolve(name),
                "streams.query.remote.scheme=https",
                "streams.query.remote.ssl-bundle=peers",
                "streams.properties[consumer.auto.offset.reset]=earliest",
                "management.endpoints.web.exposure.include=streamsquery",
                "management.endpoint.streamsquery.access=read-only"));
        return new SpringApplicationBuilder(Application.class)
                .run(properties.stream().map(property -> "--" + property).toArray(String[]::new));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        @StreamTopology("words")
        TopologyDefinition words() {
            return builder -> builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
                    .groupByKey()
                    .count(Materialized.<String, Long>as(Stores.inMemoryKeyValueStore("counts"))
                            .withKeySerde(Serdes.String()));
        }
    }
}
