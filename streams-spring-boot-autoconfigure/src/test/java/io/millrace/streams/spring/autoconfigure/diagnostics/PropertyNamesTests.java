package io.millrace.streams.spring.autoconfigure.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PropertyNamesTests {

    @Test
    void settingOfAMessageHasItsProperty() {
        assertThat(PropertyNames.namedIn(
                        new ConfigException("num.stream.threads", -1, "It must not be negative").getMessage()))
                .contains("num-threads");
        assertThat(PropertyNames.namedIn("state.dir is '/', and num.stream.threads is 0."))
                .contains("state-dir");
    }

    @Test
    void otherSettingsHaveNone() {
        assertThat(PropertyNames.namedIn("Invalid value for configuration consumer.state.dir.limit"))
                .isEmpty();
        assertThat(PropertyNames.namedIn("Invalid value some for configuration acks"))
                .isEmpty();
    }

    @Test
    void propertiesAreThere() throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode metadata = JsonMapper.shared().readTree(file);

            assertThat(PropertyNames.BY_SETTING.values())
                    .allSatisfy(property -> assertThat(metadata.get("properties"))
                            .anyMatch(known -> known.get("name").asString().equals("streams." + property)));
        }
    }
}
