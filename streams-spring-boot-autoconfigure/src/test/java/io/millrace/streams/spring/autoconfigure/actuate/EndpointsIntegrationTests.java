package io.millrace.streams.spring.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.spring.JsonSerdes;
import io.millrace.streams.spring.StateEntry;
import io.millrace.streams.spring.StatePage;
import io.millrace.streams.spring.StateQueries;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateRef;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.autoconfigure.TestBroker;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.WindowStore;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole application, asked over HTTP. */
class EndpointsIntegrationTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** How many different ones there are. */
    private static final int WORDS = 6;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path directory;

    private static TestBroker broker;
    private static ConfigurableApplicationContext context;
    private static String root;

    @BeforeAll
    static void startApplication() {
        broker = new TestBroker(directory.resolve("broker"));
        broker.write("words", 2, "mill", "race", "mill", "wheel", "water", "mildew", "salt,pepper");
        broker.write("audit", 1);
        broker.write("places", 1, "ghent", "leiden");
        context = new SpringApplicationBuilder(Application.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.application.name=shop",
                        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--spring.kafka.properties.some.password=hush",
                        "--streams.commit-interval=100ms",
                        "--spring.threads.virtual.enabled=true",
                        "--streams.state-dir=" + directory.resolve("state"),
                        "--management.endpoints.web.exposure.include=*",
                        "--spring.jmx.enabled=true",
                        "--management.endpoints.jmx.exposure.include=streams,streamsquery",
                        "--management.endpoints.jmx.domain=millrace.test",
                        "--streams.topologies.audit.properties.application.server=localhost:4711",
                        "--management.endpoint.health.show-details=always",
                        "--management.endpoint.streams.access=unrestricted",
                        "--management.endpoint.streamsquery.access=read-only");
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        root = "http://127.0.0.1:" + port + "/actuator/";
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> ok("streamsquery/words/counts").at("/entries").size() == WORDS);
    }

    @AfterAll
    static void stopApplication() {
        context.close();
        broker.close();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode answer(String path, int status) throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(root + path)));
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private static JsonNode ok(String path) throws Exception {
        return answer(path, 200);
    }

    private static String keys(JsonNode page) {
        StringBuilder keys = new StringBuilder();
        page.get("entries")
                .forEach(entry -> keys.append(entry.get("key").asString()).append(' '));
        return keys.toString().trim();
    }

    @Test
    void oneKeyCanBeAskedFor() throws Exception {
        JsonNode answer = ok("streamsquery/words/counts?key=mill");

        assertThat(answer.at("/type").asString()).isEqualTo("key-value");
        assertThat(answer.at("/entries/0/key").asString()).isEqualTo("mill");
        assertThat(answer.at("/entries/0/value").asLong()).isEqualTo(2);
        assertThat(answer.at("/entries/0/timestamp").asString()).isEqualTo("1970-01-01T00:00:02Z");
        assertThat(answer.at("/source/local").asBoolean()).isTrue();
    }

    @Test
    void storesThatCanBeAskedForAreListed() throws Exception {
        JsonNode stores = ok("streamsquery").get("stores");

        assertThat(stores)
                .contains(JSON.readTree("""
                            {"topology": "words", "store": "counts", "type": "key-value", "partitions": 2}"""), JSON.readTree("""
                            {"topology": "words", "store": "by-second", "type": "window", "partitions": 2}"""), JSON.readTree("""
                            {"topology": "words", "store": "sessions", "type": "session", "partitions": 2}"""), JSON.readTree("""
                            {"topology": "words", "store": "versions", "type": "versioned", "partitions": 2}"""))
                .filteredOn(store -> store.get("store").asString().equals("places"))
                .singleElement()
                .matches(store -> !store.has("partitions"));
    }

    @Test
    void aParameterThatIsGivenTwiceIsRefused() throws Exception {
        for (String query : List.of(
                "key=mill&key=race",
                "key=mill&key=mill",
                "prefix=a&prefix=b",
                "limit=1&limit=2",
                "partition=0&partition=1")) {
            JsonNode problem = answer("streamsquery/words/counts?" + query, 400);

            assertThat(problem.get("reason").asString()).isEqualTo("bad-parameters");
            assertThat(problem.get("message").asString())
                    .contains(query.substring(0, query.indexOf('=')) + " is given more than once");
        }
    }

    @Test
    void aParameterThatThereIsNotIsRefused() throws Exception {
        for (String query : List.of("kee=mill", "key=mill&Limit=1")) {
            JsonNode problem = answer("streamsquery/words/counts?" + query, 400);

            assertThat(problem.get("reason").asString()).isEqualTo("bad-parameters");
            assertThat(problem.get("message").asString())
                    .contains("cursor, from, fromKey, key, keyType, limit, partition");
            assertThat(problem.get("message").asString()).doesNotContain("topology", "store");
        }
        assertThat(answer("streamsquery?key=mill", 400).get("message").asString())
                .endsWith("It takes none.");
        assertThat(answer("streams/words/topology?asker=root", 400)
                        .get("message")
                        .asString())
                .endsWith(": format.");
    }

    @Test
    void aKeyThatIsInAnotherPartitionIsNotSaidToBeNowhere() throws Exception {
        int elsewhere = 1
                - ok("streamsquery/words/counts?key=mill")
                        .at("/source/partitions/0")
                        .asInt();

        assertThat(answer("streamsquery/words/counts?key=mill&partition=" + elsewhere, 404)
                        .get("message")
                        .asString())
                .isEqualTo("The store does not hold the key, in the partitions asked for.");
    }

    /** The web server refuses it before anything of ours is asked. */
    @Test
    void bytesThatAreNoTextAreRefused() throws Exception {
        assertThat(answer("streamsquery/words/counts?key=%ff", 400).toString()).doesNotContain("Exception");
    }

    @Test
    void aKeyMayHaveCommas() throws Exception {
        assertThat(ok("streamsquery/words/counts?key=salt,pepper")
                        .at("/entries/0/value")
                        .asLong())
                .isEqualTo(1);
        assertThat(ok("streamsquery/words/counts?key=salt,pepper&partition=0,1").get("entries"))
                .hasSize(1);
    }

    /** Also by keys that the engine wraps. */
    @Test
    void bytesHavePrefixes() throws Exception {
        String mil = Base64.getUrlEncoder().encodeToString("mil".getBytes(StandardCharsets.UTF_8));
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(ok("streamsquery/raw/raw").get("entries")).hasSize(WORDS));

        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = ok("streamsquery/raw/raw?limit=1&prefix=" + mil + cursor);
            page.get("entries")
                    .forEach(entry -> found.add(new String(
                            Base64.getDecoder().decode(entry.get("key").asString()), StandardCharsets.UTF_8)));
            JsonNode next = page.at("/page/next");
            cursor = next.isMissingNode() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());

        assertThat(found).containsExactlyInAnyOrder("mildew", "mill");
    }

    @Test
    void refusalsTellWhatThereIs() throws Exception {
        assertThat(answer("streamsquery/none/counts", 404).get("message").asString())
                .endsWith(": words, raw.");
        assertThat(answer("streamsquery/words/none", 404).get("message").asString())
                .endsWith(": by-second, counts, lengths, places, sessions, versions.");
        assertThat(answer("streams/none", 404).get("message").asString()).contains("audit", "raw", "words");
        assertThat(answer("streams/words/nonsense", 404).get("message").asString())
                .contains("tasks", "config");
        assertThat(answer("streams/words/tasks/9_9", 404).get("message").asString())
                .endsWith(": 0_0, 0_1.");
    }

    @Test
    void rangeAndPrefixSelectKeys() throws Exception {
        assertThat(keys(ok("streamsquery/words/counts?fromKey=mildew&toKey=race"))
                        .split(" "))
                .containsExactlyInAnyOrder("mildew", "mill", "race");
        assertThat(keys(ok("streamsquery/words/counts?prefix=mil")).split(" "))
                .containsExactlyInAnyOrder("mildew", "mill");
    }

    @Test
    void pagesTogetherAreTheWholeStore() throws Exception {
        StringBuilder all = new StringBuilder();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = ok("streamsquery/words/counts?limit=2" + cursor);
            all.append(keys(page)).append(' ');
            JsonNode next = page.at("/page/next");
            cursor = next.isMissingNode() ? "" : "&cursor=" + next.asString();
            pages++;
        } while (!cursor.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(all.toString().trim().split(" "))
                .containsExactlyInAnyOrder("mill", "race", "wheel", "water", "mildew", "salt,pepper");
    }

    @Test
    void pagesOfAPrefixEndWithThePrefix() throws Exception {
        StringBuilder all = new StringBuilder();
        String cursor = "";
        do {
            JsonNode page = ok("streamsquery/words/counts?prefix=mil&limit=1" + cursor);
            all.append(keys(page)).append(' ');
            JsonNode next = page.at("/page/next");
            cursor = next.isMissingNode() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());

        assertThat(all.toString().trim().split(" ")).containsExactlyInAnyOrder("mildew", "mill");
    }

    @Test
    void forgedAndForeignCursorsAreRefused() throws Exception {
        String cursor = ok("streamsquery/words/counts?limit=2").at("/page/next").asString();
        String forged = (cursor.charAt(0) == 'A' ? 'B' : 'A') + cursor.substring(1);

        assertThat(answer("streamsquery/words/counts?limit=2&cursor=" + forged, 400)
                        .get("reason")
                        .asString())
                .isEqualTo("bad-cursor");
        assertThat(answer("streamsquery/words/counts?prefix=m&cursor=" + cursor, 400)
                        .get("reason")
                        .asString())
                .isEqualTo("bad-cursor");
        assertThat(answer("streamsquery/words/counts?cursor=nonsense!", 400)
                        .get("reason")
                        .asString())
                .isEqualTo("bad-cursor");
    }

    @Test
    void sessionsOfAKeyAreFoundByTheTimeTheyOverlap() throws Exception {
        JsonNode all = ok("streamsquery/words/sessions?key=mill");
        JsonNode second = ok("streamsquery/words/sessions?key=mill&from=1970-01-01T00:00:01Z");

        assertThat(all.at("/type").asString()).isEqualTo("session");
        assertThat(all.get("entries").size()).isEqualTo(2);
        assertThat(second.get("entries").size()).isEqualTo(1);
        assertThat(second.at("/entries/0/window/start").asString()).isEqualTo("1970-01-01T00:00:02Z");
        assertThat(second.at("/entries/0/value").asLong()).isEqualTo(1);
    }

    @Test
    void pagesOfSessionsTogetherAreAllOfThem() throws Exception {
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = ok("streamsquery/words/sessions?limit=2" + cursor);
            page.get("entries").forEach(entry -> found.add(entry.get("key").asString() + entry.at("/window/start")));
            JsonNode next = page.at("/page/next");
            cursor = next.isMissingNode() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());

        assertThat(found).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void codeOfTheApplicationGetsTypes() {
        StateQueries queries = context.getBean(StateQueries.class);
        StateRef<String, Length> lengths = StateRef.of("words", "lengths", String.class, Length.class);
        StateRef<String, Long> counts = StateRef.of("words", "counts", String.class, Long.class);
        StateRef<String, Long> bySecond = StateRef.of("words", "by-second", String.class, Long.class);

        assertThat(queries.get(lengths, "mildew")).map(StateEntry::value).contains(new Length(6));
        assertThat(queries.get(counts, "mill")).hasValueSatisfying(entry -> {
            assertThat(entry.key()).isEqualTo("mill");
            assertThat(entry.value()).isEqualTo(2L);
            assertThat(entry.timestamp()).isEqualTo(Instant.ofEpochMilli(2000));
            assertThat(entry.source().role()).isEqualTo(StateSource.ACTIVE);
        });
        assertThat(queries.get(counts, "none")).isEmpty();
        assertThat(queries.fetch(bySecond, "mill", Instant.EPOCH, Instant.ofEpochSecond(1))
                        .entries())
                .hasSize(1);
        assertThat(startsOf(queries, bySecond, "mill", 1))
                .isEqualTo(startsOf(queries, bySecond, "mill", 100))
                .hasSize(2);
        assertThat(queries.range(counts, new StateRef.Range<>("mildew", "race", 10, null))
                        .entries())
                .extracting(StateEntry::key)
                .containsExactlyInAnyOrder("mildew", "mill", "race");
        assertThatExceptionOfType(StateQueryException.class)
                .isThrownBy(() -> queries.get(StateRef.of("words", "none", String.class, Long.class), "mill"))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo("unknown-store"));
        assertThatExceptionOfType(StateQueryException.class)
                .isThrownBy(() -> queries.get(counts, "a".repeat(8193)))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo("key-too-long"));
    }

    /** Page by page. */
    private static List<Instant> startsOf(
            StateQueries queries, StateRef<String, Long> store, String key, int pageSize) {
        List<Instant> starts = new ArrayList<>();
        StateRef.Windows windows = new StateRef.Windows(Instant.EPOCH, null, pageSize, null);
        while (windows != null) {
            StatePage<String, Long> page = queries.fetch(store, key, windows);
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(pageSize);
            page.entries().forEach(entry -> starts.add(entry.window().start()));
            windows = page.next() == null ? null : windows.after(page.next());
        }
        return starts;
    }

    @Test
    void hostileParametersAreRefusedWithAReason() throws Exception {
        for (String query : List.of(
                "limit=x",
                "limit=-1",
                "limit=99999999999",
                "scope=everywhere",
                "stale=maybe",
                "stale=true",
                "partition=-1",
                "partition=1,x",
                "partition=%00",
                "key=a&prefix=b",
                "from=yesterday",
                "keyType=java.lang.Runtime&key=a",
                "fromKey=a&key=b",
                "cursor=%F0%9F%98%80")) {
            JsonNode problem = answer("streamsquery/words/counts?" + query, 400);

            assertThat(problem.get("reason").asString()).as(query).isNotBlank();
            assertThat(problem.toString()).doesNotContain("Exception", "java.lang", "/");
        }
        assertThat(answer("streamsquery/words/counts?partition=77", 404)
                        .get("reason")
                        .asString())
                .isEqualTo("unknown-partition");
    }

    @Test
    void versionedStoreTellsWhatAKeyWas() throws Exception {
        assertThat(ok("streamsquery/words/versions?key=mill")
                        .at("/entries/0/timestamp")
                        .asString())
                .isEqualTo("1970-01-01T00:00:02Z");
        assertThat(ok("streamsquery/words/versions?key=mill&to=1970-01-01T00:00:01Z")
                        .at("/entries/0/timestamp")
                        .asString())
                .isEqualTo("1970-01-01T00:00:00Z");
        assertThat(answer("streamsquery/words/versions", 400).get("reason").asString())
                .isEqualTo("bad-parameters");
        assertThat(answer("streamsquery/words/versions?key=1&keyType=long", 400)
                        .get("reason")
                        .asString())
                .isEqualTo("key-type-mismatch");
    }

    @Test
    void globalStoreIsWhole() throws Exception {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
            JsonNode all = ok("streamsquery/words/places");
            assertThat(all.get("entries").size()).isEqualTo(2);
            assertThat(all.at("/source/partitions").size()).isZero();
            assertThat(all.get("partial").asBoolean()).isFalse();
        });
        assertThat(ok("streamsquery/words/places?key=ghent")
                        .at("/entries/0/value")
                        .asString())
                .isEqualTo("ghent");
        assertThat(answer("streamsquery/words/places?key=nobody", 404)
                        .get("reason")
                        .asString())
                .isEqualTo("unknown-key");
    }

    @Test
    void partitionsCanBeAskedForOneByOne() throws Exception {
        JsonNode first = ok("streamsquery/words/counts?partition=0");
        JsonNode second = ok("streamsquery/words/counts?partition=1");

        assertThat(first.at("/source/partitions").toString()).isEqualTo("[0]");
        assertThat(first.get("entries").size() + second.get("entries").size()).isEqualTo(WORDS);
        assertThat(first.at("/source/role").asString()).isEqualTo("active");
        assertThat(first.get("partial").asBoolean()).isFalse();
    }

    @Test
    void windowsOfAKeyAreFoundByTheirStarts() throws Exception {
        JsonNode answer = ok("streamsquery/words/by-second?key=mill&from=1970-01-01T00:00:00Z&to=1970-01-01T00:00:05Z");

        assertThat(answer.at("/type").asString()).isEqualTo("window");
        assertThat(answer.get("entries").size()).isEqualTo(2);
        assertThat(answer.at("/entries/1/window/start").asString()).isEqualTo("1970-01-01T00:00:02Z");
        assertThat(answer.at("/entries/1/window/end").asString()).isEqualTo("1970-01-01T00:00:03Z");
        assertThat(answer.at("/entries/1/value").asLong()).isEqualTo(1);
    }

    @Test
    void pagesOfWindowsTogetherAreAllOfThem() throws Exception {
        int found = 0;
        String cursor = "";
        do {
            JsonNode page = ok("streamsquery/words/by-second?limit=4" + cursor);
            found += page.get("entries").size();
            JsonNode next = page.at("/page/next");
            cursor = next.isMissingNode() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());

        assertThat(found).isEqualTo(7);
    }

    @Test
    void objectsAreShownAsTheApplicationsJson() throws Exception {
        assertThat(ok("streamsquery/words/lengths?key=mill")
                        .at("/entries/0/value/length")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void refusalsSayWhyAndNothingElse() throws Exception {
        assertThat(answer("streamsquery/none/counts", 404).get("reason").asString())
                .isEqualTo("unknown-topology");
        assertThat(answer("streamsquery/words/none", 404).get("reason").asString())
                .isEqualTo("unknown-store");
        assertThat(answer("streamsquery/words/counts?key=nobody", 404)
                        .get("reason")
                        .asString())
                .isEqualTo("unknown-key");
        assertThat(answer("streamsquery/words/by-second?key=mill&from=2001-01-01T00:00:00Z", 404)
                        .get("message")
                        .asString())
                .contains("no windows of the key in that time");
        assertThat(answer("streamsquery/words/counts?key=1&keyType=long", 400)
                        .get("reason")
                        .asString())
                .isEqualTo("key-type-mismatch");
        assertThat(answer("streamsquery/words/counts?key=1&prefix=m", 400)
                        .get("reason")
                        .asString())
                .isEqualTo("bad-parameters");
        assertThat(answer("streamsquery/words/counts?limit=0", 400)
                        .get("reason")
                        .asString())
                .isEqualTo("bad-limit");
        assertThat(answer("streamsquery/words/by-second?from=yesterday", 400)
                        .get("reason")
                        .asString())
                .isEqualTo("bad-time");
    }

    @Test
    void overviewShowsWhatRuns() throws Exception {
        JsonNode words = ok("streams").at("/topologies/words");

        assertThat(words.get("applicationId").asString()).isEqualTo("shop-words");
        assertThat(words.get("state").asString()).isEqualTo("RUNNING");
        assertThat(words.at("/threads/alive").asInt()).isEqualTo(1);
        assertThat(words.at("/tasks/active").asInt()).isEqualTo(2);
        assertThat(ok("streams/words").get("applicationId").asString()).isEqualTo("shop-words");
    }

    @Test
    void sectionsShowTheParts() throws Exception {
        assertThat(ok("streams/words/topology")
                        .at("/topology/subtopologies/0/nodes/0/type")
                        .asString())
                .isNotEmpty();
        assertThat(send(HttpRequest.newBuilder(URI.create(root + "streams/words/topology?format=text")))
                        .body())
                .startsWith("Topologies:");
        assertThat(send(HttpRequest.newBuilder(URI.create(root + "streams/audit/topology?format=mermaid")))
                        .body())
                .startsWith("flowchart TD");
        assertThat(send(HttpRequest.newBuilder(URI.create(root + "streams/audit/topology?format=dot")))
                        .body())
                .startsWith("digraph topology");
        assertThat(answer("streams/words/topology?format=png", 400)
                        .get("reason")
                        .asString())
                .isEqualTo("bad-format");
        assertThat(answer("streams/words/tasks?format=dot", 400).get("reason").asString())
                .isEqualTo("bad-format");
        assertThat(ok("streams/words/tasks").at("/tasks/0_0/thread").asString()).contains("StreamThread");
        assertThat(ok("streams/words/tasks").at("/tasks/0_0/role").asString()).isEqualTo("active");
        assertThat(ok("streams/words/tasks").at("/tasks/0_0/waitsFor").asString())
                .isEqualTo("records");
        JsonNode partition =
                ok("streams/words/tasks").at("/tasks/0_0/partitions").iterator().next();
        assertThat(partition.get("fetched").asLong())
                .isGreaterThanOrEqualTo(partition.get("committed").asLong());
        assertThat(ok("streams/words/restores").get("restores").size()).isZero();
        assertThat(ok("streams/audit/peers").at("/peers/localhost:4711/local").asBoolean())
                .isTrue();
        assertThat(ok("streams/audit/peers").at("/peers/localhost:4711/partitions"))
                .hasSize(2);
        assertThat(ok("streams/words/threads").get("threads").size()).isEqualTo(1);
        assertThat(ok("streams/words/stores").at("/stores/counts/partitions").size())
                .isEqualTo(2);
        assertThat(ok("streams/words/stores/counts").at("/counts/partitions").size())
                .isEqualTo(2);
        assertThat(answer("streams/words/nonsense", 404).get("reason").asString())
                .isEqualTo("unknown-section");
        assertThat(answer("streams/none", 404).get("reason").asString()).isEqualTo("unknown-topology");
    }

    @Test
    void everythingIsThereOverJmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("millrace.test:type=Endpoint,name=Streams");

        assertThat(server.invoke(name, "overview", new Object[0], new String[0]))
                .asString()
                .contains("shop-words", "shop-audit");
        assertThat(invoke(server, name, "section", "words", "tasks", null))
                .asString()
                .contains("0_0");
        assertThat(invoke(server, name, "section", "words", "topology", "dot"))
                .asString()
                .startsWith("digraph");
        assertThatThrownBy(() -> invoke(server, name, "control", "words", "explode"))
                .rootCause()
                .hasMessageContaining("The actions are start");
    }

    @Test
    void aStoreIsReadOverJmx() throws Exception {
        assertThat(overJmx("counts", "mill"))
                .containsEntry("status", 200)
                .extractingByKey("body", as(MAP))
                .extractingByKey("entries", as(LIST))
                .singleElement(as(MAP))
                .containsEntry("key", "mill")
                .containsEntry("value", 2L);
        assertThat(overJmx("none", "mill"))
                .containsEntry("status", 404)
                .extractingByKey("body", as(MAP))
                .containsEntry("reason", "unknown-store");
    }

    @Test
    void storesAreListedOverJmx() throws Exception {
        assertThat(invoke(
                        ManagementFactory.getPlatformMBeanServer(),
                        new ObjectName("millrace.test:type=Endpoint,name=Streamsquery"),
                        "stores"))
                .asString()
                .contains("by-second", "window");
    }

    @SuppressWarnings("unchecked") // As JSON is.
    private static Map<String, Object> overJmx(String store, String key) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("millrace.test:type=Endpoint,name=Streamsquery");
        String[] arguments = new String[14];
        arguments[0] = "words";
        arguments[1] = store;
        arguments[2] = key;
        return (Map<String, Object>) invoke(server, name, "query", arguments);
    }

    private static Object invoke(MBeanServer server, ObjectName name, String operation, String... arguments)
            throws Exception {
        String[] signature = new String[arguments.length];
        Arrays.fill(signature, String.class.getName());
        return server.invoke(name, operation, arguments, signature);
    }

    /** The application asks for virtual threads, which not every Java has. What reads and writes stores waits in native code. */
    @Test
    void streamThreadsArePlatformThreads() throws Exception {
        JsonNode threads = ok("streams/words/threads").get("threads");

        Set<String> platform = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .collect(Collectors.toSet());
        assertThat(threads.propertyNames()).isNotEmpty().isSubsetOf(platform);
    }

    @Test
    void configurationIsShownWithoutValues() throws Exception {
        String config = ok("streams/words/config").toString();

        assertThat(config).contains("application.id").doesNotContain("hush", "shop-words", "streams.spring");
    }

    @Test
    void healthTellsOfEachTopology() throws Exception {
        JsonNode health = ok("health");

        assertThat(health.at("/components/streams/components/words/status").asString())
                .isEqualTo("UP");
        assertThat(health.at("/components/streamsReadiness/components/words/status")
                        .asString())
                .isEqualTo("UP");
    }

    @Test
    void topologyCanBeStoppedAndStarted() throws Exception {
        assertThat(control("audit", "stop").get("phase").asString()).isEqualTo("stopped");
        assertThat(ok("health")
                        .at("/components/streams/components/audit/status")
                        .asString())
                .isEqualTo("UNKNOWN");
        assertThat(answer("streamsquery/audit/none", 404).get("reason").asString())
                .isEqualTo("unknown-store");

        control("audit", "start");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> ok("streams/audit").get("state").asString().equals("RUNNING"));
        assertThat(control("audit", "pause").get("paused").asBoolean()).isTrue();
        assertThat(control("audit", "resume").get("paused").asBoolean()).isFalse();
        assertThat(refused("audit", "start")).isEqualTo("already-started");
        assertThat(refused("audit", "resume")).isEqualTo("not-paused");
        assertThat(refused("audit", "explode")).isEqualTo("unknown-action");
        assertThat(refused("audit", "remove-thread")).isEqualTo("last-thread");

        assertThat(control("audit", "add-thread").at("/threads/alive").asInt()).isEqualTo(2);
        assertThat(control("audit", "remove-thread").at("/threads/alive").asInt())
                .isEqualTo(1);
        control("audit", "restart");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> ok("streams/audit").get("state").asString().equals("RUNNING"));
    }

    private static String refused(String topology, String action) throws Exception {
        HttpResponse<String> response = post(topology, action);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        return JSON.readTree(response.body()).get("reason").asString();
    }

    private static HttpResponse<String> post(String topology, String action) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(root + "streams/" + topology))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"action\": \"" + action + "\"}")));
    }

    private static JsonNode control(String topology, String action) throws Exception {
        HttpResponse<String> response = post(topology, action);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void metersComeFromEngineAndClients() {
        MeterRegistry registry = context.getBean(MeterRegistry.class);

        assertThat(registry.get("kafka.stream.thread.process.total")
                        .tag("topology", "words")
                        .functionCounter()
                        .count())
                .isGreaterThanOrEqualTo(6);
        assertThat(registry.get("kafka.consumer.fetch.manager.records.consumed.total")
                        .meters())
                .isNotEmpty();
        assertThat(registry.get("streams.threads")
                        .tag("topology", "words")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("streams.tasks")
                        .tags("topology", "words", "status", "active")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(registry.get("streams.state")
                        .tags("topology", "words", "state", "RUNNING")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(WordsTopology.class)
    static class Application {

        @Bean
        @StreamTopology("raw")
        TopologyDefinition raw() {
            return builder ->
                    builder.table("words", Consumed.with(Serdes.Bytes(), Serdes.String()), Materialized.as("raw"));
        }

        @Bean
        @StreamTopology("audit")
        Topology audit() {
            Topology topology = new Topology();
            topology.addSource(
                    "in", Serdes.String().deserializer(), Serdes.String().deserializer(), "words");
            return topology.addSink(
                    "out",
                    "audit",
                    Serdes.String().serializer(),
                    Serdes.String().serializer(),
                    "in");
        }
    }

    record Length(int length) {}

    @StreamTopology("words")
    static class WordsTopology implements TopologyDefinition {

        private final JsonSerdes json;

        WordsTopology(JsonSerdes json) {
            this.json = json;
        }

        @Override
        public void define(StreamsBuilder builder) {
            var stream = builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()));
            stream.toTable(Materialized.<String, String>as(
                            Stores.persistentVersionedKeyValueStore("versions", Duration.ofHours(1)))
                    .withKeySerde(Serdes.String())
                    .withValueSerde(Serdes.String()));
            builder.globalTable("places", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("places"));
            var words = stream.groupByKey();
            words.count(Materialized.as("counts"));
            words.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(1)))
                    .count(Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("by-second")
                            .withRetention(Duration.ofHours(1)));
            words.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofSeconds(1)))
                    .count(Materialized.<String, Long, SessionStore<Bytes, byte[]>>as("sessions")
                            .withRetention(Duration.ofHours(1)));
            words.aggregate(
                    () -> new Length(0),
                    (key, word, length) -> new Length(word.length()),
                    Materialized.<String, Length, KeyValueStore<Bytes, byte[]>>as("lengths")
                            .withKeySerde(Serdes.String())
                            .withValueSerde(json.of(Length.class)));
        }
    }
}
