package io.millrace.verification.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.streams.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** Two instances with the filter chain that docs/guide/security.md shows. */
class SecuredEndpointsIntegrationTests {

    private static final int WORDS = 16;
    private static final String QUERY = "streamsquery/words/counts?key=";

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static ConfigurableApplicationContext first;
    private static ConfigurableApplicationContext second;

    @BeforeAll
    static void startTwoInstances() {
        broker = EmbeddedBroker.builder()
                .dataDirectory(directory.resolve("broker"))
                .start();
        broker.createTopic("words", 4, Map.of());
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < WORDS; i++) {
                producer.send(new ProducerRecord<>("words", "word-" + i, "said"));
            }
        }
        first = start("first");
        second = start("second");
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(placesOfAllWords(first)).hasSize(2);
            assertThat(placesOfAllWords(second)).hasSize(2);
        });
    }

    private static ConfigurableApplicationContext start(String name) {
        return Shop.start(
                List.of(ActuatorSecurity.class, Users.class),
                "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "streams.commit-interval=100ms",
                "streams.state-dir=" + directory.resolve(name));
    }

    /** Where the words are that a reader gets from an instance, all of them: here, elsewhere, or both. */
    private static Set<String> placesOfAllWords(ConfigurableApplicationContext asked)
            throws IOException, InterruptedException {
        Set<String> places = new TreeSet<>();
        Caller reader = new Caller(asked, "reader", "reader");
        for (int i = 0; i < WORDS; i++) {
            assertThat(reader.status(QUERY + "word-" + i)).isEqualTo(200);
            places.add(reader.status(QUERY + "word-" + i + "&scope=local") == 200 ? "here" : "elsewhere");
        }
        return places;
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        broker.close();
    }

    @Test
    void nobodyReachesMoreThanHealth() throws Exception {
        Caller nobody = Caller.anonymous(first);

        assertThat(nobody.status("health")).isEqualTo(200);
        for (String path : List.of("", "streams", "streams/words", QUERY + "word-1", "streamsquery/no/store", "env")) {
            assertThat(nobody.status(path)).as(path).isEqualTo(401);
        }
        assertThat(nobody.post("streams/words", "{\"action\": \"stop\"}")).isEqualTo(401);
    }

    @Test
    void everyRoleReachesItsOwn() throws Exception {
        Caller customer = new Caller(first, "customer", "customer");
        Caller reader = new Caller(first, "reader", "reader");
        Caller operator = new Caller(first, "operator", "operator");

        assertThat(customer.status(QUERY + "word-1")).isEqualTo(403);
        assertThat(customer.status("streams")).isEqualTo(403);
        assertThat(reader.status(QUERY + "word-1")).isEqualTo(200);
        assertThat(reader.status(QUERY + "nobody-said-this")).isEqualTo(404);
        assertThat(reader.status("streams")).isEqualTo(403);
        assertThat(reader.post("streams/words", "{\"action\": \"stop\"}")).isEqualTo(403);
        assertThat(operator.status("streams/words/tasks")).isEqualTo(200);
        assertThat(operator.status(QUERY + "word-1")).isEqualTo(403);
        assertThat(operator.post("streams/words", "{\"action\": \"pause\"}")).isEqualTo(200);
        assertThat(operator.post("streams/words", "{\"action\": \"resume\"}")).isEqualTo(200);
    }

    @Test
    void aWrongPasswordIsNoUser() throws Exception {
        assertThat(new Caller(first, "reader", "guess").status(QUERY + "word-1"))
                .isEqualTo(401);
    }

    /** A reader gets what is on the other instance, which is asked by the first, and not by the reader. */
    @Test
    void instancesAskEachOtherWithTheirOwnCredential() throws Exception {
        assertThat(placesOfAllWords(first)).containsExactly("elsewhere", "here");
    }

    @Test
    void theGuideShowsThisFilterChain() throws IOException {
        String source =
                Files.readString(Path.of("src/test/java/io/millrace/verification/security/ActuatorSecurity.java"));

        assertThat(Path.of("../../docs/guide/security.md"))
                .content()
                .contains("```java\n" + source.substring(source.indexOf("@Configuration")) + "```");
    }

    @Configuration(proxyBeanMethods = false)
    static class Users {

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("reader")
                            .password("{noop}reader")
                            .roles("STATE_READER")
                            .build(),
                    User.withUsername("operator")
                            .password("{noop}operator")
                            .roles("OPERATOR")
                            .build(),
                    User.withUsername("customer")
                            .password("{noop}customer")
                            .roles("CUSTOMER")
                            .build(),
                    User.withUsername("instance")
                            .password("{noop}between-us")
                            .roles("INSTANCE")
                            .build());
        }
    }
}
