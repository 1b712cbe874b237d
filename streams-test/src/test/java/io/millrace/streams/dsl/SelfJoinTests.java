package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.streams.kstream.JoinWindows;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.ValueJoiner;
import io.millrace.streams.test.TestRecord;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Joins of a stream with itself, with one store and with two; the expected results are those of Kafka Streams. */
class SelfJoinTests {

    private @Nullable TopologyTestDriver driver;

    @AfterEach
    void closeDriver() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void withTwoStoresARecordMeetsItselfAsTheRightSide() {
        driver = driver(StreamsConfig.NO_OPTIMIZATION, windows(10, 10));

        assertThat(results("a", 1000)).containsExactly("a+a@1000");
        assertThat(results("b", 1005)).containsExactly("b+a@1005", "a+b@1005", "b+b@1005");
        assertThat(results("c", 995)).containsExactly("c+a@1000", "c+b@1005", "c+c@995", "a+c@1000", "b+c@1005");
    }

    @Test
    void withOneStoreARecordMeetsTheSame() {
        driver = driver(StreamsConfig.SINGLE_STORE_SELF_JOIN, windows(10, 10));

        assertThat(results("a", 1000)).containsExactly("a+a@1000");
        assertThat(results("b", 1005)).containsExactly("b+a@1005", "a+b@1005", "b+b@1005");
        assertThat(results("c", 995)).containsExactly("c+a@1000", "c+b@1005", "c+c@995", "a+c@1000", "b+c@1005");
        assertThat(driver.getAllStateStores()).hasSize(1);
    }

    @Test
    void withOneStoreARecordMeetsWhatItMakesTheStoreForget() {
        driver = driver(StreamsConfig.SINGLE_STORE_SELF_JOIN, windows(30, 0));
        results("a", 1000);

        assertThat(results("b", 1030)).containsExactly("b+a@1030", "b+b@1030");
    }

    @Test
    void withOneStoreARecordMeetsItselfThoughTheWindowLeavesItOut() {
        driver = driver(StreamsConfig.SINGLE_STORE_SELF_JOIN, windows(10, -5));

        assertThat(results("a", 1000)).containsExactly("a+a@1000");
        assertThat(results("b", 1005)).containsExactly("b+a@1005", "b+b@1005");
    }

    @Test
    void withOneStoreARecordMeetsItselfUntilAMillisecondBeforeTheStoreForgetsIt() {
        driver = driver(StreamsConfig.SINGLE_STORE_SELF_JOIN, windows(10, 10));
        results("a", 1000);

        assertThat(results("b", 982)).containsExactly("b+b@982");
        assertThat(results("c", 981)).containsExactly("c+b@982", "b+c@982");
    }

    @Test
    void withOneStoreNothingIsJoinedWithARecordThatFailsToJoinItself() {
        driver = driver(StreamsConfig.SINGLE_STORE_SELF_JOIN, windows(5, 5), (left, right) -> {
            if (left.equals("bad") && right.equals("bad")) {
                throw new IllegalArgumentException("bad");
            }
            return left + "+" + right;
        });
        results("a", 1000);

        assertThat(results("bad", 1005)).isEmpty();
        // The time of the bad record does not count, or this one would be too late to join itself.
        assertThat(results("c", 996)).containsExactly("c+a@1000", "c+c@996", "a+c@1000");
    }

    private List<String> results(String value, long timestampMs) {
        TopologyTestDriver started = driver;
        assertThat(started).isNotNull();
        started.createInputTopic("in", new StringSerializer(), new StringSerializer())
                .pipeInput(new TestRecord<>("k", value, null, timestampMs));
        return started
                .createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                .readRecordsToList()
                .stream()
                .map(record -> record.value() + "@" + record.timestamp())
                .toList();
    }

    private static JoinWindows windows(long beforeMs, long afterMs) {
        return JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(30))
                .before(Duration.ofMillis(beforeMs))
                .after(Duration.ofMillis(afterMs));
    }

    private static TopologyTestDriver driver(String optimization, JoinWindows windows) {
        return driver(optimization, windows, (left, right) -> left + "+" + right);
    }

    private static TopologyTestDriver driver(
            String optimization, JoinWindows windows, ValueJoiner<String, String, String> joiner) {
        Properties config = new Properties();
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, optimization);
        config.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> stream = builder.stream("in");
        stream.join(stream, joiner, windows).to("out");
        return new TopologyTestDriver(builder.build(config), config);
    }
}
