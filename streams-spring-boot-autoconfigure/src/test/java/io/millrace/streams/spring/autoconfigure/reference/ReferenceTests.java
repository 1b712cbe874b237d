package io.millrace.streams.spring.autoconfigure.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import io.millrace.streams.spring.autoconfigure.actuate.StreamsEndpoint;
import io.millrace.streams.spring.autoconfigure.actuate.StreamsQueryEndpoint;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference says what the code says. With {@code -Dreference.write=true} the pages are written instead of compared. */
class ReferenceTests {

    private static final Path PAGES = Path.of("../docs/reference");

    private static JsonNode metadata() throws IOException {
        // Many modules have such a file; ours is the one beside the class.
        URL classes =
                StreamsProperties.class.getProtectionDomain().getCodeSource().getLocation();
        return JsonMapper.builder()
                .build()
                .readTree(new URL(classes, "META-INF/spring-configuration-metadata.json").openStream());
    }

    private static void assertPage(String name, String text) throws IOException {
        Path page = PAGES.resolve(name);
        if (Boolean.getBoolean("reference.write")) {
            Files.createDirectories(PAGES);
            Files.writeString(page, text);
        }
        assertThat(page)
                .as("docs/reference/%s, which is written by ReferenceTests with -Dreference.write=true", name)
                .hasContent(text);
    }

    @Test
    void pageOfPropertiesIsThatOfTheMetadata() throws IOException {
        assertPage("properties.md", new PropertiesPage(metadata()).text());
    }

    @Test
    void pageOfEndpointsIsThatOfTheirClasses() throws IOException {
        EndpointsPage page = new EndpointsPage(List.of(StreamsEndpoint.class, StreamsQueryEndpoint.class));

        assertPage("endpoints.md", page.text());
        assertThat(page.undescribed()).isEmpty();
    }

    @Test
    void everyPropertyIsDescribedInTheWayOfSpringBoot() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (JsonNode property : metadata().get("properties")) {
            String name = property.get("name").asString();
            String description = property.path("description").asString("");
            boolean whether = !property.path("type").asString("").equals("java.lang.Boolean")
                    || description.startsWith("Whether ");
            boolean sentence = description.endsWith(".") && !description.matches("(A|An|The) .*");
            if (!whether || !sentence) {
                wrong.add(name + ": " + description);
            }
        }
        assertThat(wrong).isEmpty();
    }
}
