package io.millrace.streams.spring.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.boot.health.contributor.Status.DOWN;
import static org.springframework.boot.health.contributor.Status.OUT_OF_SERVICE;
import static org.springframework.boot.health.contributor.Status.UNKNOWN;
import static org.springframework.boot.health.contributor.Status.UP;

import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.TopologyStatus.Phase;
import io.millrace.streams.spring.autoconfigure.HealthProperties.Readiness;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.health.contributor.Status;

/** The table of what is healthy and what is ready. */
class HealthRulesTests {

    private static final Instant SOON = Instant.parse("2026-01-01T00:00:10Z");

    /**
     * A row of the table.
     *
     * @param name what it is about
     * @param now the condition
     * @param health its health
     * @param initialRestore its readiness
     * @param strict its readiness, strictly
     * @param details some details of its health
     */
    record Row(
            String name,
            Condition now,
            Status health,
            Status initialRestore,
            Status strict,
            Map<String, Object> details) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** A condition to be told from the ordinary one step by step. */
    record Condition(
            Phase phase,
            State state,
            boolean wasRunning,
            boolean paused,
            List<Integer> threads,
            long remaining,
            @Nullable Instant nextRestart,
            long silenceMs) {

        static Condition of(Phase phase, State state) {
            boolean running = state == State.RUNNING;
            return new Condition(phase, state, running, false, List.of(2, 2), 0, null, 0);
        }

        Condition ready() {
            return new Condition(phase, state, true, paused, threads, remaining, nextRestart, silenceMs);
        }

        Condition whilePaused() {
            return new Condition(phase, state, wasRunning, true, threads, remaining, nextRestart, silenceMs);
        }

        Condition alive(int alive) {
            return new Condition(
                    phase, state, wasRunning, paused, List.of(2, alive), remaining, nextRestart, silenceMs);
        }

        Condition ofGlobalStoresOnly() {
            return new Condition(phase, state, wasRunning, paused, List.of(0, 0), remaining, nextRestart, silenceMs);
        }

        Condition restoring(long records) {
            return new Condition(phase, state, wasRunning, paused, threads, records, nextRestart, silenceMs);
        }

        Condition restarts(Instant at) {
            return new Condition(phase, state, wasRunning, paused, threads, remaining, at, silenceMs);
        }

        Condition silent(long forMs) {
            return new Condition(phase, state, wasRunning, paused, threads, remaining, nextRestart, forMs);
        }

        TopologyCondition condition() {
            String waitingFor = phase == Phase.WAITING ? "broker" : null;
            int restarts = nextRestart == null ? 0 : 1;
            return new TopologyCondition(
                    new TopologyStatus(
                            phase, state, Instant.EPOCH, paused, wasRunning, waitingFor, null, nextRestart, restarts),
                    new LocalWork(threads.get(0), threads.get(1), 4, 0),
                    new LocalWork.Restoring(remaining > 0 ? 1 : 0, remaining, 40),
                    Duration.ofMillis(silenceMs),
                    0,
                    threads.get(0) > 0);
        }
    }

    private static Row row(String name, Condition now, Status health, Status initialRestore, Status strict) {
        return new Row(name, now, health, initialRestore, strict, Map.of());
    }

    static Stream<Row> rows() {
        Condition rebalancing = Condition.of(Phase.STARTED, State.REBALANCING);
        Condition running = Condition.of(Phase.STARTED, State.RUNNING);
        Condition failed = Condition.of(Phase.FAILED, State.ERROR).ready();
        return Stream.of(
                row("never started", Condition.of(Phase.STOPPED, State.CREATED), UNKNOWN, UP, UP),
                row("stopped", Condition.of(Phase.STOPPED, State.NOT_RUNNING).ready(), UNKNOWN, UP, UP),
                new Row(
                        "waiting for topics",
                        Condition.of(Phase.WAITING, State.CREATED),
                        OUT_OF_SERVICE,
                        OUT_OF_SERVICE,
                        OUT_OF_SERVICE,
                        Map.of("waitingFor", "broker", "phase", "waiting")),
                row("made", Condition.of(Phase.STARTED, State.CREATED), OUT_OF_SERVICE, OUT_OF_SERVICE, OUT_OF_SERVICE),
                new Row(
                        "first rebalance",
                        rebalancing.restoring(60),
                        UP,
                        OUT_OF_SERVICE,
                        OUT_OF_SERVICE,
                        Map.of("phase", "restoring", "remainingRecords", "60/100", "restoringTasks", 1)),
                row("first rebalance without threads", rebalancing.alive(0), UP, OUT_OF_SERVICE, OUT_OF_SERVICE),
                new Row("later rebalance", rebalancing.ready(), UP, UP, OUT_OF_SERVICE, Map.of("phase", "started")),
                row("later restore", running.restoring(8), UP, UP, OUT_OF_SERVICE),
                row("restore within the bound", running.restoring(7), UP, UP, UP),
                new Row("running", running, UP, UP, UP, Map.of("threads", "2/2", "phase", "started")),
                new Row("paused", running.whilePaused(), UP, UP, UP, Map.of("paused", true)),
                new Row("a thread died", running.alive(1), UP, UP, UP, Map.of("threads", "1/2")),
                new Row("all threads died", running.alive(0), DOWN, DOWN, DOWN, Map.of("threads", "0/2")),
                row("global stores only", running.ofGlobalStoresOnly(), UP, UP, UP),
                row(
                        "ending in error",
                        Condition.of(Phase.STARTED, State.PENDING_ERROR).ready(),
                        DOWN,
                        OUT_OF_SERVICE,
                        OUT_OF_SERVICE),
                new Row(
                        "failed, to be restarted",
                        failed.restarts(SOON),
                        DOWN,
                        OUT_OF_SERVICE,
                        OUT_OF_SERVICE,
                        Map.of("nextRestart", SOON, "restarts", 1)),
                row("failed for good", failed, DOWN, OUT_OF_SERVICE, OUT_OF_SERVICE),
                row("could not start", Condition.of(Phase.FAILED, State.CREATED), DOWN, OUT_OF_SERVICE, OUT_OF_SERVICE),
                row(
                        "draining",
                        Condition.of(Phase.DRAINING, State.RUNNING),
                        OUT_OF_SERVICE,
                        OUT_OF_SERVICE,
                        OUT_OF_SERVICE),
                new Row("brokers are gone", running.silent(10_000), DOWN, UP, UP, Map.of("brokers", "silent for 10 s")),
                row("brokers are slow", running.silent(9_999), UP, UP, UP));
    }

    private static HealthRules rules(Readiness readiness) {
        return new HealthRules(new HealthSettings(readiness, 7, false));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void healthIsAsTheTableSays(Row row) {
        var health = rules(Readiness.INITIAL_RESTORE).health(row.now().condition());

        assertThat(health.getStatus()).isEqualTo(row.health());
        assertThat(health.getDetails())
                .containsEntry("state", row.now().state())
                .containsAllEntriesOf(row.details());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readinessIsAsTheTableSays(Row row) {
        TopologyCondition now = row.now().condition();

        assertThat(rules(Readiness.INITIAL_RESTORE).readiness(now).getStatus()).isEqualTo(row.initialRestore());
        assertThat(rules(Readiness.STRICT).readiness(now).getStatus()).isEqualTo(row.strict());
        assertThat(rules(Readiness.NONE).readiness(now).getStatus()).isEqualTo(UP);
    }

    @Test
    void stoppedTopologiesAreDownIfThatIsAskedFor() {
        HealthRules strict = new HealthRules(new HealthSettings(Readiness.INITIAL_RESTORE, 0, true));

        assertThat(strict.health(Condition.of(Phase.STOPPED, State.CREATED).condition())
                        .getStatus())
                .isEqualTo(DOWN);
        assertThat(strict.health(Condition.of(Phase.STARTED, State.RUNNING).condition())
                        .getStatus())
                .isEqualTo(UP);
    }
}
