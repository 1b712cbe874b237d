package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.spring.JsonSerdes;
import io.millrace.streams.spring.StateEntry;
import io.millrace.streams.spring.StateQueries;
import io.millrace.streams.spring.StateRef;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.autoconfigure.TestBroker;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.WindowStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two instances of one application: each answers for both, also while one of them is restarted. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnyInstanceIntegrationTests {

    private static final int PARTITIONS = 4;
    private static final int WORDS = 40;
    private static final List<String> STORES = List.of("counts", "lengths", "by-second", "sessions", "latest");

    /** How many instances are stopped and started again; {@code -Drestarts=20} makes it a battery. */
    private static final int RESTARTS = Integer.getInteger("restarts", 2);

    private static final Logger LOG = LoggerFactory.getLogger(AnyInstanceIntegrationTests.class);
    private static final Set<String> PASSING = Set.of(
            "restoring", "rebalancing", "draining", "peer-unavailable", "stopped", "waiting", "too-stale", "timeout");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path directory;

    private static TestBroker broker;
    private static ConfigurableApplicationContext first;
    private static ConfigurableApplicationContext second;

    @BeforeAll
    static void startApplications() {
        broker = new TestBroker(directory.resolve("broker"));
        List<String> words = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) {
            for (int j = 0; j <= i % 3; j++) {
                words.add(word(i));
            }
        }
        broker.write("words", PARTITIONS, words.toArray(String[]::new));
        first = start("first");
        second = start("second");
        awaitBoth();
    }

    private static String word(int number) {
        return "wo/rd &" + number;
    }

    private static long count(int number) {
        return number % 3 + 1L;
    }

    private static ConfigurableApplicationContext start(String name) {
        return new SpringApplicationBuilder(Application.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.application.name=shop",
                        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--streams.commit-interval=100ms",
                        "--streams.state-dir=" + directory.resolve(name),
                        "--streams.query.stale.allowed=true",
                        "--streams.properties[num.standby.replicas]=1",
                        "--streams.properties[consumer.session.timeout.ms]=6000",
                        "--streams.properties[consumer.heartbeat.interval.ms]=500",
                        "--management.endpoints.web.exposure.include=streamsquery",
                        "--management.endpoint.streamsquery.access=read-only");
    }

    /** Until both run, each has some partitions, and all of it can be had through each of them from where it is written. */
    private static void awaitBoth() {
        await().atMost(Duration.ofSeconds(90)).ignoreExceptions().until(() -> {
            for (ConfigurableApplicationContext context : List.of(first, second)) {
                assertThat(context.getBean(StreamsRegistry.class)
                                .get("words")
                                .status()
                                .state())
                        .isEqualTo(State.RUNNING);
                JsonNode local = ask(context, "counts?scope=local&stale=false").body();
                assertThat(local.at("/source/partitions").size()).isBetween(1, PARTITIONS - 1);
                JsonNode all =
                        ask(context, "counts?scope=any&stale=false&limit=1000").body();
                assertThat(all.get("entries").size()).isEqualTo(WORDS);
                assertThat(values(all)).containsExactlyInAnyOrderElementsOf(expectedCounts());
            }
            return true;
        });
    }

    private static List<String> expectedCounts() {
        List<String> counts = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) {
            counts.add(String.valueOf(count(i)));
        }
        return counts;
    }

    @AfterAll
    static void stopApplications() {
        first.close();
        second.close();
        broker.close();
    }

    private record Answer(int status, JsonNode body) {}

    private static Answer ask(ConfigurableApplicationContext context, String query) throws Exception {
        return ask(portOf(context), query);
    }

    private static int portOf(ConfigurableApplicationContext context) {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    private static Answer ask(int port, String query) throws Exception {
        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/streamsquery/words/" + query))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    private static String keyParameter(int number) {
        return "?key=wo%2Frd%20%26" + number;
    }

    /** What a store must say of a word, whoever is asked. */
    private static List<String> expected(String store, int number) {
        return switch (store) {
            case "counts" -> List.of(String.valueOf(count(number)));
            case "lengths" -> List.of("{\"length\":" + word(number).length() + "}");
            case "latest" -> List.of("\"" + word(number) + "\"");
            case "by-second" -> Collections.nCopies((int) count(number), "1");
            default -> List.of(String.valueOf(count(number)));
        };
    }

    private static List<String> values(JsonNode answer) {
        List<String> values = new ArrayList<>();
        answer.get("entries").forEach(entry -> values.add(entry.get("value").toString()));
        return values;
    }

    @Test
    @Order(1)
    void everyKeyOfEveryStoreIsHadThroughEachInstance() throws Exception {
        for (String store : STORES) {
            for (ConfigurableApplicationContext context : List.of(first, second)) {
                Map<Boolean, Integer> byPlace = new TreeMap<>();
                for (int i = 0; i < WORDS; i++) {
                    Answer answer = ask(context, store + keyParameter(i) + "&stale=false");

                    assertThat(answer.status()).as(store + " " + answer.body()).isEqualTo(200);
                    assertThat(values(answer.body())).isEqualTo(expected(store, i));
                    assertThat(answer.body().at("/entries/0/key").asString()).isEqualTo(word(i));
                    assertThat(answer.body().at("/source/role").asString()).isEqualTo(StateSource.ACTIVE);
                    byPlace.merge(answer.body().at("/source/local").asBoolean(), 1, Integer::sum);
                }
                // A versioned store cannot be looked through, so nobody knows where its keys are, and all are asked.
                assertThat(byPlace.keySet())
                        .as(store)
                        .isEqualTo(store.equals("latest") ? Set.of(false) : Set.of(false, true));
            }
        }
        assertThat(ask(first, "counts?key=nobody").body().get("reason").asString())
                .isEqualTo("unknown-key");
    }

    @Test
    @Order(2)
    void answersTellWhereTheyCameFrom() throws Exception {
        Set<String> hosts = new TreeSet<>();
        for (int i = 0; i < WORDS; i++) {
            JsonNode source = ask(first, "counts" + keyParameter(i)).body().get("source");
            assertThat(source.get("partitions").size()).isEqualTo(1);
            hosts.add(source.get("host").asString());
        }

        assertThat(hosts).containsExactlyInAnyOrder("127.0.0.1:" + portOf(first), "127.0.0.1:" + portOf(second));
    }

    @Test
    @Order(3)
    void codeOfTheApplicationReadsBothInstances() {
        StateRef<String, Length> lengths = StateRef.of("words", "lengths", String.class, Length.class);
        StateRef<String, Long> bySecond = StateRef.of("words", "by-second", String.class, Long.class);
        StateRef<String, Long> counts = StateRef.of("words", "counts", String.class, Long.class);
        StateQueries queries = first.getBean(StateQueries.class);

        Set<Boolean> local = new TreeSet<>();
        for (int i = 0; i < WORDS; i++) {
            StateEntry<String, Length> length = queries.get(lengths, word(i)).orElseThrow();
            assertThat(length.key()).isEqualTo(word(i));
            assertThat(length.value()).isEqualTo(new Length(word(i).length()));
            local.add(length.source().local());
            assertThat(queries.fetch(bySecond, word(i), null, null).entries())
                    .hasSize((int) count(i))
                    .allSatisfy(entry -> assertThat(entry.value()).isEqualTo(1L));
            assertThat(queries.locate(counts, word(i)))
                    .hasValueSatisfying(location -> assertThat(location.local())
                            .isEqualTo(length.source().local()));
        }
        assertThat(local).containsExactly(false, true);

        List<String> keys = new ArrayList<>();
        StateRef.Range<String> range = StateRef.Range.all(7);
        while (range != null) {
            var page = queries.range(counts, range);
            assertThat(page.partial()).isFalse();
            page.entries().forEach(entry -> keys.add(entry.key()));
            range = page.next() == null ? null : range.after(page.next());
        }
        assertThat(keys).hasSize(WORDS).doesNotHaveDuplicates();

        List<String> ofPrefix = new ArrayList<>();
        StateRef.Prefix<String> prefix = StateRef.Prefix.of("wo/rd &1", 3);
        while (prefix != null) {
            var page = queries.prefix(counts, prefix);
            assertThat(page.partial()).isFalse();
            page.entries().forEach(entry -> ofPrefix.add(entry.key()));
            prefix = page.next() == null ? null : prefix.after(page.next());
        }
        assertThat(ofPrefix).hasSize(11).doesNotHaveDuplicates().allMatch(key -> key.startsWith("wo/rd &1"));
    }

    @Test
    @Order(4)
    void copiesThatFollowGiveTheSame() throws Exception {
        for (ConfigurableApplicationContext context : List.of(first, second)) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                JsonNode all =
                        ask(context, "counts?scope=local&stale=true&limit=1000").body();
                assertThat(all.at("/source/partitions").size()).isEqualTo(PARTITIONS);
                assertThat(all.at("/source/role").asString()).isEqualTo(StateSource.STANDBY);
                assertThat(values(all)).containsExactlyInAnyOrderElementsOf(expectedCounts());
            });
        }
    }

    /** Each in turn is stopped and started again, while both are asked. */
    @Test
    @Order(5)
    void rollingRestartsMakeNoAnswerWrong() throws Exception {
        try (PacedQueries queries = new PacedQueries(
                STORES, WORDS, AnyInstanceIntegrationTests::judged, List.of(portOf(first), portOf(second)))) {
            for (int restart = 0; restart < RESTARTS; restart++) {
                boolean ofFirst = restart % 2 == 0;
                int slot = ofFirst ? 0 : 1;
                queries.ends(slot);
                (ofFirst ? first : second).close();
                queries.awaitMore(2 * PacedQueries.PER_SECOND);
                ConfigurableApplicationContext started = start(ofFirst ? "first" : "second");
                first = ofFirst ? started : first;
                second = ofFirst ? second : started;
                queries.isBack(slot, portOf(started));
                awaitBoth();
            }
            queries.stop();
            LOG.info("{} restarts: {}", RESTARTS, queries.summary());

            assertThat(queries.wrong()).isEmpty();
            assertThat(queries.reasons()).isSubsetOf(PASSING);
            assertThat((long) queries.asked()).isGreaterThanOrEqualTo(queries.due() * 9 / 10);
            assertThat(queries.right()).isGreaterThan(queries.asked() / 2);
            // An owner was away, and somebody who follows it stood in.
            assertThat(queries.byStandby()).isPositive();
        }
    }

    private static PacedQueries.Judged judged(int port, String store, int number, boolean stale) throws Exception {
        Answer answer = ask(port, store + keyParameter(number) + (stale ? "" : "&stale=false"));
        JsonNode body = answer.body();
        if (answer.status() == 503 && body.path("retryAfterMillis").asLong() > 0) {
            return PacedQueries.Judged.refused(body.get("reason").asString());
        }
        boolean right = answer.status() == 200 && values(body).equals(expected(store, number));
        return right
                ? PacedQueries.Judged.right(body.at("/source/role").asString().equals(StateSource.STANDBY))
                : PacedQueries.Judged.wrong(answer.toString());
    }

    record Length(int length) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(WordsTopology.class)
    static class Application {}

    @StreamTopology("words")
    static class WordsTopology implements TopologyDefinition {

        private final JsonSerdes json;

        WordsTopology(JsonSerdes json) {
            this.json = json;
        }

        @Override
        public void define(StreamsBuilder builder) {
            var words = builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
                    .groupByKey();
            words.count(Materialized.as("counts"));
            words.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(1)))
                    .count(Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("by-second")
                            .withRetention(Duration.ofHours(1)));
            words.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMinutes(10)))
                    .count(Materialized.<String, Long, SessionStore<Bytes, byte[]>>as("sessions")
                            .withRetention(Duration.ofHours(1)));
            words.reduce(
                    (earlier, word) -> word,
                    Materialized.<String, String>as(
                                    Stores.persistentVersionedKeyValueStore("latest", Duration.ofHours(1)))
                            .withKeySerde(Serdes.String())
                            .withValueSerde(Serdes.String()));
            words.aggregate(
                    () -> new Length(0),
                    (key, word, length) -> new Length(word.length()),
                    Materialized.<String, Length, KeyValueStore<Bytes, byte[]>>as("lengths")
                            .withKeySerde(Serdes.String())
                            .withValueSerde(json.of(Length.class)));
        }
    }
}
