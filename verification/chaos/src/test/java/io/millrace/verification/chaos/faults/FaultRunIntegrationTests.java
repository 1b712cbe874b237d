package io.millrace.verification.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in small: a few kills, under exactly-once. How long things take is not judged here. */
class FaultRunIntegrationTests {

    @TempDir
    Path directory;

    @Test
    void killsLoseAndDoubleNothing() {
        FaultSettings settings = FaultSettings.defaults(Battery.KILLS)
                .withDuration(Duration.ofSeconds(12))
                .withRate(150)
                .withSeed(7)
                .withDirectory(directory);
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        Outcome outcome = new FaultRun(settings, new PrintStream(said, true, StandardCharsets.UTF_8)).run();

        assertThat(outcome.caused().count()).isPositive();
        assertThat(outcome.findings().inputs()).isGreaterThan(1_000);
        assertThat(outcome.findings().complaints())
                .as(said.toString(StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(outcome.findings().lost()).isZero();
        assertThat(outcome.findings().doubled()).isZero();
        assertThat(outcome.findings().wrong()).isZero();
        assertThat(outcome.end().complaints()).isEmpty();
    }
}
