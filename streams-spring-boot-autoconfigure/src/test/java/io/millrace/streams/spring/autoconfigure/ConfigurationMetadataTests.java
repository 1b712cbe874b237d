package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigurationMetadataTests {

    private final JsonNode metadata = metadata();

    private static JsonNode metadata() {
        try {
            // Many modules have such a file; ours is the one beside the class.
            URL classes = StreamsProperties.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation();
            return JsonMapper.builder()
                    .build()
                    .readTree(new URL(classes, "META-INF/spring-configuration-metadata.json").openStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyPropertyHasADescription() {
        List<String> bare = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (JsonNode property : metadata.get("properties")) {
            all.add(property.get("name").asString());
            if (property.path("description").asString("").isBlank()) {
                bare.add(property.get("name").asString());
            }
        }

        assertThat(all).contains("streams.num-threads", "streams.topics.wait", "streams.query.max-results");
        assertThat(bare).isEmpty();
    }
}
