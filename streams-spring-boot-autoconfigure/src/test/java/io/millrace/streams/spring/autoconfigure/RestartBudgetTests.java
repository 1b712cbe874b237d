package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.spring.autoconfigure.RunSettings.RestartSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartBudgetTests {

    private static final long SECOND = 1_000_000_000L;

    private static RestartBudget budget(int maxAttempts) {
        return new RestartBudget(
                new RestartSettings(maxAttempts, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60)));
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        RestartBudget budget = budget(5);

        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pauses.add(budget.failed(i));
        }

        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 5L, 5L);
        assertThat(budget.failed(6)).isNull();
    }

    @Test
    void noAttemptsMeanNoRestart() {
        assertThat(budget(0).failed(0)).isNull();
    }

    @Test
    void runningLongEnoughForgetsEarlierFailures() {
        RestartBudget budget = budget(1);
        assertThat(budget.failed(0)).isEqualTo(Duration.ofSeconds(1));

        budget.running(10 * SECOND);
        budget.running(69 * SECOND);

        assertThat(budget.failed(70 * SECOND)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void runningForAMomentForgetsNothing() {
        RestartBudget budget = budget(1);
        budget.failed(0);

        budget.running(10 * SECOND);

        assertThat(budget.failed(69 * SECOND)).isNull();
    }

    @Test
    void startByHandForgetsEverything() {
        RestartBudget budget = budget(1);
        budget.failed(0);

        budget.reset();

        assertThat(budget.failed(1)).isNotNull();
    }
}
