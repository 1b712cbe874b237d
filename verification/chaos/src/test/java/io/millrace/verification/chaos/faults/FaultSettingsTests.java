package io.millrace.verification.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultSettingsTests {

    @Test
    void everyOptionIsRead() {
        FaultSettings settings = FaultSettings.parse(new String[] {
            "zombies",
            "--minutes",
            "0.5",
            "--rate",
            "10",
            "--keys",
            "20",
            "--guarantee",
            "at_least_once",
            "--standbys",
            "1",
            "--seed",
            "7",
            "--directory",
            "/somewhere"
        });

        assertThat(settings)
                .isEqualTo(new FaultSettings(
                        Battery.ZOMBIES,
                        7,
                        Duration.ofSeconds(30),
                        new FaultSettings.Load(10, 20),
                        new FaultSettings.Application("at_least_once", 1, 10_000),
                        Path.of("/somewhere")));
        assertThat(settings.exactlyOnce()).isFalse();
    }

    @Test
    void whatThereIsNotIsNamed() {
        assertThatThrownBy(() -> FaultSettings.parse(new String[] {"floods"}))
                .hasMessageContainingAll("floods", "kills, broker, zombies, storm, network, standby");
        assertThatThrownBy(() -> FaultSettings.parse(new String[] {"kills", "--guarantee", "maybe"}))
                .hasMessageContaining("maybe");
        assertThatThrownBy(() -> FaultSettings.parse(new String[] {"kills", "--speed", "1"}))
                .hasMessageContaining("--speed");
        assertThatThrownBy(() -> FaultSettings.parse(new String[] {})).hasMessageContaining("battery");
    }
}
