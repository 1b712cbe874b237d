package io.millrace.verification.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FuzzTests {

    /** The programs that a build runs are always the same, so that it is red only if something has changed. */
    private static final long SEED_OF_THE_BUILD = 1;

    /** Also the way to run more of them, and others; see README.md. Seeds are printed. */
    @Test
    void generatedProgramsDoOnMillraceWhatTheyDoOnKafkaStreams() {
        boolean asked = System.getProperty("fuzz.programs") != null || System.getProperty("fuzz.minutes") != null;
        assertThat(Fuzz.run(System.out, 300, 100, asked ? Fuzz.anySeed() : SEED_OF_THE_BUILD))
                .isTrue();
    }
}
