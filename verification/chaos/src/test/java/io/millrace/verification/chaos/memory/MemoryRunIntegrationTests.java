package io.millrace.verification.chaos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in small: too short to say much about the memory of the process, but state keeps to its part, and answers are right. */
class MemoryRunIntegrationTests {

    private static final int MEMORY_MB = 32;

    /** A block or two may be in use beyond the limit. */
    private static final double SLACK = 1.05;

    @TempDir
    Path directory;

    @Test
    void stateKeepsToItsMemoryAndAnswersAreRight() {
        Settings settings = Settings.defaults()
                .withRows(60_000)
                .withSeconds(6)
                .withTasks(List.of(8))
                .withMemory(128, MEMORY_MB)
                .withLoad(new Settings.Load(10_000, 500))
                .withDirectory(directory);

        Outcome outcome = new MemoryRun(settings, new PrintStream(OutputStream.nullOutputStream())).run(8);

        assertThat(outcome.work().wrong()).isZero();
        assertThat(outcome.work().queriesPerSecond()).isPositive();
        assertThat(outcome.state().max()).isEqualTo(MEMORY_MB << 20);
        assertThat(outcome.state().offHeap() + outcome.state().buffers())
                .isPositive()
                .isLessThan((long) (SLACK * (MEMORY_MB << 20)));
        assertThat(directory).isEmptyDirectory();
    }
}
