package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The feeder alone, on a real broker. */
class FlightFeederIntegrationTests {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int FLIGHTS = 20_000;

    @TempDir
    Path directory;

    @Test
    void aFeederThatWasStoppedMidwayGoesOnWithoutLossOrRepetition() {
        feeding(2_000_000).run(context -> {
            FlightFeeder feeder = context.getBean(FlightFeeder.class);
            await().atMost(DEADLINE).until(() -> feeder.replay().published() > 1_000);
            assertThat(feeder.replay().finished()).isFalse();
        });

        feeding(1_000_000_000).run(context -> {
            FlightFeeder feeder = context.getBean(FlightFeeder.class);
            await().atMost(DEADLINE).until(() -> feeder.replay().finished());

            AtomicInteger records = new AtomicInteger();
            JsonMapper json = context.getBean(JsonMapper.class);
            assertThat(context.getBean(PublishedKeys.class).in(Topics.FLIGHTS, published -> {
                        records.incrementAndGet();
                        Flight flight = json.readValue(published.value(), Flight.class);
                        assertThat(published.timestamp())
                                .isEqualTo(flight.departure().toEpochMilli());
                        return flight;
                    }))
                    .containsExactlyInAnyOrderElementsOf(new SourceFiles().flights());
            assertThat(records).hasValue(FLIGHTS);
        });
    }

    @Test
    void airportsArePublishedOnceOverRestarts() {
        for (int i = 0; i < 2; i++) {
            feeding(1).run(context -> {
                FlightFeeder feeder = context.getBean(FlightFeeder.class);
                await().atMost(DEADLINE).until(() -> feeder.replay().flights() == FLIGHTS);
                assertThat(count(context, Topics.AIRPORTS))
                        .isEqualTo(new SourceFiles().airports().size());
            });
        }
    }

    private static int count(ApplicationContext context, String topic) {
        AtomicInteger records = new AtomicInteger();
        context.getBean(PublishedKeys.class).in(topic, (ConsumerRecord<String, String> published) -> {
            records.incrementAndGet();
            return List.of();
        });
        return records.get();
    }

    private ApplicationContextRunner feeding(int speedup) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, JacksonAutoConfiguration.class))
                .withUserConfiguration(FeederOnly.class)
                .withPropertyValues("flightboard.data-dir=" + directory, "flightboard.speedup=" + speedup);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(FlightBoardProperties.class)
    @Import({
        EmbeddedBrokerConfiguration.class,
        Topics.class,
        SourceFiles.class,
        PublishedKeys.class,
        FlightFeeder.class,
    })
    static class FeederOnly {}
}
