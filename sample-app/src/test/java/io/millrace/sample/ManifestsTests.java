package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;

/** What is deployed with the sample fits the sample. */
class ManifestsTests {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    /** What a property of the application may start with, as a variable of the environment. */
    private static final List<String> PREFIXES =
            List.of("STREAMS_", "SPRING_", "MANAGEMENT_", "SERVER_", "FLIGHTBOARD_");

    @Test
    void everyVariableIsAPropertyThatThereIs() throws IOException {
        Set<String> known = knownVariables();

        for (Map<String, Object> container : Manifests.read().containers()) {
            Set<String> named = new TreeSet<>(Manifests.environment(container).keySet());
            assertThat(named.removeAll(Set.of("POD_IP", "JAVA_TOOL_OPTIONS"))).isTrue();

            assertThat(named).hasSizeGreaterThan(4).isSubsetOf(known);
        }
    }

    private static Set<String> knownVariables() throws IOException {
        Set<String> known = new TreeSet<>();
        JsonMapper json = JsonMapper.builder().build();
        for (URL metadata :
                Collections.list(ManifestsTests.class.getClassLoader().getResources(METADATA))) {
            try (InputStream stream = metadata.openStream()) {
                json.readTree(stream)
                        .get("properties")
                        .forEach(property ->
                                known.add(variable(property.get("name").asString())));
            }
        }
        Arrays.stream(FlightBoardProperties.class.getRecordComponents())
                .forEach(component -> known.add(variable("flightboard." + component.getName())));
        known.removeIf(name -> PREFIXES.stream().noneMatch(name::startsWith));
        return known;
    }

    private static String variable(String property) {
        return property.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
    }

    @Test
    void probesAskThePortOfTheApplication() throws IOException {
        Manifests manifests = Manifests.read();

        assertThat(manifests.probes())
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(probe -> probe.port().equals("http"));
        assertThat(manifests.containers())
                .allSatisfy(container -> assertThat(Manifests.list(container, "ports"))
                        .singleElement()
                        .isEqualTo(Map.of("name", "http", "containerPort", 8080)));
    }

    @Test
    void stateIsKeptOnAVolumeOfThePod() throws IOException {
        Map<String, Object> board = Manifests.read().resource("StatefulSet", "flight-board");
        Map<String, Object> container =
                Manifests.map(Manifests.list(Manifests.at(board, "spec", "template", "spec"), "containers")
                        .get(0));
        Map<String, Object> claim = Manifests.map(Manifests.list(Manifests.at(board, "spec"), "volumeClaimTemplates")
                .get(0));
        Object name = Manifests.at(claim, "metadata").get("name");

        assertThat(Manifests.list(container, "volumeMounts")).anySatisfy(mount -> {
            assertThat(Manifests.map(mount).get("name")).isEqualTo(name);
            assertThat(Manifests.environment(container).get("STREAMS_STATE_DIR"))
                    .startsWith(Manifests.map(mount).get("mountPath") + "/");
        });
    }

    @Test
    void podHasTheTimeThatAnOrderlyEndTakes() throws IOException {
        Map<String, Object> pod =
                Manifests.at(Manifests.read().resource("StatefulSet", "flight-board"), "spec", "template", "spec");
        Map<String, Object> container =
                Manifests.map(Manifests.list(pod, "containers").get(0));
        int pause =
                (int) Manifests.at(container, "lifecycle", "preStop", "sleep").get("seconds");
        int grace = (int) pod.get("terminationGracePeriodSeconds");
        // The web server drains for as long as a phase may take, then the topologies end.
        long phase = 30;
        long close = seconds(Manifests.environment(container).get("STREAMS_CLOSE_TIMEOUT"));

        assertThat(close).isLessThan(phase);
        assertThat((long) grace).isGreaterThan(pause + phase + close);
    }

    private static long seconds(String duration) {
        return DurationStyle.detectAndParse(duration).toSeconds();
    }

    @Test
    void composedBrokerTellsTheAddressThatItIsReachedAt() throws IOException {
        Map<String, Object> kafka = Manifests.at(Manifests.compose(), "services", "kafka");

        assertThat(Manifests.list(kafka, "ports")).singleElement().isEqualTo("127.0.0.1:9092:9092");
        assertThat(Manifests.at(kafka, "environment").get("KAFKA_ADVERTISED_LISTENERS"))
                .isEqualTo("PLAINTEXT://localhost:9092");
    }

    @Test
    void secondInstanceAsksForTheBrokerOfTheFirst() throws IOException {
        PropertySource<?> first = properties("application.yml");
        PropertySource<?> second = properties("application-second.yml");

        assertThat(second.getProperty("spring.kafka.bootstrap-servers"))
                .isEqualTo("127.0.0.1:" + first.getProperty("flightboard.broker.port"));
        assertThat(second.getProperty("streams.state-dir")).isNotEqualTo(first.getProperty("streams.state-dir"));
    }

    private static PropertySource<?> properties(String file) throws IOException {
        return new YamlPropertySourceLoader()
                .load(file, new ClassPathResource(file))
                .get(0);
    }
}
