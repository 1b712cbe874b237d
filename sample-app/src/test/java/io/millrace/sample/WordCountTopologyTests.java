package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.TestInputTopic;
import io.millrace.streams.TestOutputTopic;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountTopologyTests {

    @TempDir
    Path directory;

    @Test
    void wordsAreCountedWhateverTheirCaseAndPunctuation() {
        try (TopologyRun run = new TopologyRun(new WordCountTopology(), directory)) {
            TestInputTopic<String, String> lines = run.driver()
                    .createInputTopic(
                            Topics.TEXT_LINES,
                            Serdes.String().serializer(),
                            Serdes.String().serializer());
            TestOutputTopic<String, Long> counts = run.driver()
                    .createOutputTopic(
                            Topics.WORD_COUNTS,
                            Serdes.String().deserializer(),
                            Serdes.Long().deserializer());

            lines.pipeInput("The mill turns, the race runs.");
            lines.pipeInput("");
            lines.pipeInput("Don't stop THE mill!");

            assertThat(counts.readKeyValuesToMap())
                    .isEqualTo(Map.of(
                            "the", 3L, "mill", 2L, "turns", 1L, "race", 1L, "runs", 1L, "don't", 1L, "stop", 1L));
        }
    }
}
