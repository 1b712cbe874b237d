package io.millrace.verification.chaos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SettingsTests {

    @Test
    void takesWhatIsGivenAndDefaultsForTheRest() {
        Settings settings = Settings.parse(
                new String[] {"--keys", "1000", "--minutes", "0.5", "--tasks", "1,8", "--rate", "100", "--jvm", "-Xint"
                });

        assertThat(settings.rows()).isEqualTo(1_000);
        assertThat(settings.seconds()).isEqualTo(30);
        assertThat(settings.tasks()).containsExactly(1, 8);
        assertThat(settings.load()).isEqualTo(new Settings.Load(100, 1_000));
        assertThat(settings.jvmOptions()).containsExactly("-Xint");
        assertThat(settings.heapMb()).isEqualTo(256);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.parse(new String[] {"--key", "1"}))
                .withMessageContaining("--key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.parse(new String[] {"--keys"}))
                .withMessageContaining("--keys");
    }
}
