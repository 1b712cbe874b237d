package io.millrace.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.Topology;
import io.millrace.streams.TopologyTestDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What an example does, line by line:
 *
 * <pre>
 * > words          1:to 2:"be or"@5   records go in: key, value, and the time if it is not 0; ~ is null
 * < counts (long)  to:1@5             exactly these come out, counted from the last such line for the topic
 * * 30s                               the wall clock advances
 * </pre>
 *
 * Keys and values are strings, or what stands in brackets; see {@link TextFormat}.
 */
record Transcript(List<Line> lines) {

    private static final Pattern LINE = Pattern.compile("([<>]) (\\S+)(?: +\\(([^)]*)\\))?(?: +(.*))?");
    private static final Pattern WAIT = Pattern.compile("\\* (\\d+)s");
    private static final Pattern RECORD =
            Pattern.compile("(?<key>[^\\s:\"]+):(?<value>\"[^\"]*\"|[^\\s@]+)(?:@(?<time>\\d+))?(?: +|$)");

    sealed interface Line {}

    record Pipe(String topic, TextFormat format, List<TextRecord> records) implements Line {}

    record Expect(String topic, TextFormat format, List<TextRecord> records) implements Line {}

    record Advance(Duration by) implements Line {}

    static Transcript parse(String text) {
        return new Transcript(text.lines()
                .filter(line -> !line.isBlank())
                .map(Transcript::line)
                .toList());
    }

    private static Line line(String text) {
        Matcher wait = WAIT.matcher(text);
        if (wait.matches()) {
            return new Advance(Duration.ofSeconds(Long.parseLong(wait.group(1))));
        }
        Matcher matcher = LINE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a line of a transcript: " + text);
        }
        TextFormat format = TextFormat.of(matcher.group(3));
        List<TextRecord> records = records(matcher.group(4));
        return matcher.group(1).equals(">")
                ? new Pipe(matcher.group(2), format, records)
                : new Expect(matcher.group(2), format, records);
    }

    private static List<TextRecord> records(String text) {
        List<TextRecord> records = new ArrayList<>();
        if (text == null) {
            return records;
        }
        Matcher matcher = RECORD.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IllegalArgumentException("Not a record: " + text.substring(end));
            }
            String time = matcher.group("time");
            records.add(new TextRecord(
                    matcher.group("key"),
                    matcher.group("value").replace("\"", ""),
                    time == null ? 0 : Long.parseLong(time)));
            end = matcher.end();
        }
        return records;
    }

    /** Pipes what goes in and compares what comes out. */
    void play(Topology topology) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings, Instant.EPOCH)) {
            for (Line line : lines) {
                if (line instanceof Pipe pipe) {
                    pipe.format().pipe(driver, pipe.topic(), pipe.records());
                } else if (line instanceof Expect expect) {
                    assertThat(expect.format().read(driver, expect.topic()))
                            .as(expect.topic())
                            .isEqualTo(expect.records());
                } else if (line instanceof Advance advance) {
                    driver.advanceWallClockTime(advance.by());
                }
            }
        }
    }
}
