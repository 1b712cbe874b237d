package io.millrace.streams.engine.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names of nodes, stores and internal topics, and the numbering of sub-topologies, are those of Kafka Streams 4.3: the expected
 * descriptions are what it prints for the same programs.
 */
final class TopologyDescriptionTests {

    private static final Map<String, Consumer<StreamsBuilder>> PROGRAMS = TopologyPrograms.all();
    private static final Map<String, String> DESCRIPTIONS = descriptions();

    @ParameterizedTest
    @MethodSource("names")
    void programIsDescribedAsInKafkaStreams(String name) {
        StreamsBuilder builder = new StreamsBuilder();

        PROGRAMS.get(name).accept(builder);

        assertThat(builder.build().describe().toString().strip()).isEqualTo(DESCRIPTIONS.get(name));
    }

    @Test
    void buildingTwiceGivesTheSameTopologyTwice() {
        StreamsBuilder builder = new StreamsBuilder();
        PROGRAMS.get("wordcount").accept(builder);

        String first = builder.build().describe().toString();
        String second = builder.build().describe().toString();

        assertThat(second).isEqualTo(first);
    }

    static Stream<String> names() {
        return PROGRAMS.keySet().stream();
    }

    private static Map<String, String> descriptions() {
        try (InputStream file = TopologyDescriptionTests.class.getResourceAsStream("descriptions.txt")) {
            Map<String, String> found = new LinkedHashMap<>();
            for (String section : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("#### ")) {
                int end = section.indexOf('\n');
                if (end > 0) {
                    found.put(
                            section.substring(0, end),
                            section.substring(end + 1).strip());
                }
            }
            return found;
        } catch (IOException e) {
            throw new IllegalStateException("The descriptions cannot be read", e);
        }
    }
}
