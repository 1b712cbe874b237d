package io.millrace.streams.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionHintTests {

    private static final TopicPartition COUNTS = new TopicPartition("app-counts-changelog", 3);
    private static final TopicPartition SUMS = new TopicPartition("app-sums-changelog", 3);

    @TempDir
    Path directory;

    @Test
    void whatWasToldIsRead() throws IOException {
        PositionHint.in(directory)
                .tell(Map.of(PositionMark.of("counts", COUNTS), 12L, PositionMark.of("the sums", SUMS), 0L));

        assertThat(PositionHint.in(directory).read()).isEqualTo(Map.of(COUNTS, 12L, SUMS, 0L));
        assertThat(directory.resolve("positions.hint")).content().isEqualTo("""
            millrace-positions 1
            12 position/counts/app-counts-changelog/3
            0 position/the sums/app-sums-changelog/3
            end 2
            """);
        assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
    }

    @Test
    void theLatestIsWhatCounts() {
        PositionHint hint = PositionHint.in(directory);
        hint.tell(Map.of(PositionMark.of("counts", COUNTS), 12L));
        hint.tell(Map.of(PositionMark.of("counts", COUNTS), 30L));

        assertThat(hint.read()).isEqualTo(Map.of(COUNTS, 30L));
    }

    @Test
    void whatWasWithdrawnIsNotKnown() {
        PositionHint hint = PositionHint.in(directory);
        hint.tell(Map.of(PositionMark.of("counts", COUNTS), 12L));

        hint.withdraw();
        hint.withdraw();

        assertThat(hint.read()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "millrace-positions 1",
                "millrace-positions 1\n",
                "millrace-positions 1\n12 position/counts/log/3\n",
                "millrace-positions 1\n12 position/counts/log/3\nend 1",
                "millrace-positions 1\n12 position/counts/log/3\nend 2\n",
                "millrace-positions 1\n12 position/counts/log/3\nend 1\nmore",
                "millrace-positions 2\n12 position/counts/log/3\nend 1\n",
                "millrace-positions 1\nposition/counts/log/3\nend 1\n",
                "millrace-positions 1\n12x position/counts/log/3\nend 1\n",
                "millrace-positions 1\n99999999999999999999 position/counts/log/3\nend 1\n",
                "\0\0\0\0\0\0\0\0"
            })
    void whatMakesNoSenseSaysNothing(String content) throws IOException {
        Files.writeString(directory.resolve("positions.hint"), content);

        assertThat(PositionHint.in(directory).read()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1 position/counts/log/3",
                "12 position/counts/log/-3",
                "12 position/counts/log/9999999999",
                "12 position/counts/log",
                "12 position/counts/log/3/4",
                "12 time/counts/log/3",
                "12 "
            })
    void aLineThatIsNoPositionIsLeftOut(String line) throws IOException {
        Files.writeString(
                directory.resolve("positions.hint"),
                "millrace-positions 1\n" + line + "\n7 position/sums/" + SUMS.topic() + "/3\nend 2\n");

        assertThat(PositionHint.in(directory).read()).isEqualTo(Map.of(SUMS, 7L));
    }

    @Test
    void whatIsTooLargeOrNoFileSaysNothing() throws IOException {
        Files.writeString(
                directory.resolve("positions.hint"),
                "millrace-positions 1\n12 position/" + "x".repeat(1024 * 1024) + "/log/3\nend 1\n");
        assertThat(PositionHint.in(directory).read()).isEmpty();

        Files.delete(directory.resolve("positions.hint"));
        Files.createDirectory(directory.resolve("positions.hint"));
        assertThat(PositionHint.in(directory).read()).isEmpty();
        PositionHint.in(directory).tell(Map.of(PositionMark.of("counts", COUNTS), 12L));
    }

    @Test
    void ofTwoStoresWithOneChangelogTheOneBehindCounts() {
        PositionHint hint = PositionHint.in(directory);
        hint.tell(Map.of(PositionMark.of("one", COUNTS), 30L, PositionMark.of("two", COUNTS), 12L));

        assertThat(hint.read()).isEqualTo(Map.of(COUNTS, 12L));
    }
}
