package io.millrace.verification.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

final class FuzzTests {

    /** Also the way to run more of them; see README.md. Seeds are printed. */
    @Test
    @EnabledIfSystemProperty(named = "fuzz.enabled", matches = "true")
    void generatedProgramsDoOnMillraceWhatTheyDoOnKafkaStreams() {
        assertThat(Fuzz.run(System.out, 100, 100)).isTrue();
    }
}
