package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** The board is killed in the middle of the replay, and later loses its disk. */
class CrashIntegrationTests {

    private static final int KILLED_AT = 6_000;

    /** The broker looks for expired records every second, so that a topic which loses its old records shows here. */
    private static final String[] EAGER_DELETION = {
        "flightboard.broker.properties[log.retention.check.interval.ms]=1000",
        "flightboard.broker.properties[log.initial.task.delay.ms]=500",
    };

    @TempDir
    Path directory;

    private final FlightOracle oracle = new FlightOracle();

    @Test
    void aKillInMidReplayAndTheLossOfTheStateDirectoryChangeNoFigure() throws Exception {
        try (SampleProcess first = SampleProcess.start(directory, "first", with("flightboard.speedup=500000"))) {
            BoardClient board = first.awaitBoard();
            await().atMost(BoardClient.DEADLINE)
                    .until(() -> board.replay().published() >= KILLED_AT
                            && !board.airports().isEmpty());
            assertThat(board.replay().finished()).isFalse();
            first.kill();
        }

        try (SampleProcess second = SampleProcess.start(directory, "second", with("flightboard.speedup=2000000"))) {
            BoardClient board = second.awaitBoard();
            board.awaitAllCounted(oracle.flights());
            assertFiguresAreRight(board);
            assertThat(second.output()).doesNotContain("Replaying 20000 of");
            second.stop();
        }

        assertThat(FileSystemUtils.deleteRecursively(directory.resolve("data/state")))
                .isTrue();

        try (SampleProcess third = SampleProcess.start(directory, "third", with("flightboard.speedup=2000000"))) {
            BoardClient board = third.awaitBoard();
            board.awaitAllCounted(oracle.flights());
            assertFiguresAreRight(board);
            assertThat(third.output()).contains("Replaying 0 of 20000 flights");
            third.stop();
        }
    }

    private void assertFiguresAreRight(BoardClient board) {
        assertThat(board.airports()).isEqualTo(oracle.byAirport());
        assertThat(oracle.byState(ChronoUnit.DAYS))
                .allSatisfy((state, days) -> assertThat(board.windows(DelaysTopology.DAILY_STORE, state))
                        .isEqualTo(days));
    }

    private static String[] with(String property) {
        return new String[] {property, EAGER_DELETION[0], EAGER_DELETION[1]};
    }
}
