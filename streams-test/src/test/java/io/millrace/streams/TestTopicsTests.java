package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.millrace.streams.test.TestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestTopicsTests {

    private static final Instant START = Instant.ofEpochMilli(1_000);

    private final TopologyTestDriver driver = new TopologyTestDriver(
            new Topology()
                    .addSource("source", new StringDeserializer(), new StringDeserializer(), "in")
                    .addSink("sink", "out", new StringSerializer(), new StringSerializer(), "source"),
            START);
    private final TestInputTopic<String, String> in =
            driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
    private final TestOutputTopic<String, String> out =
            driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void recordsGetTheTopicsTime() {
        TestInputTopic<String, String> advancing = driver.createInputTopic(
                "in", new StringSerializer(), new StringSerializer(), START, Duration.ofMillis(7));

        advancing.pipeInput("a", "1");
        advancing.pipeInput("2");
        advancing.advanceTime(Duration.ofMillis(100));
        advancing.pipeInput("c", "3");

        assertThat(out.readRecordsToList())
                .containsExactly(
                        new TestRecord<>("a", "1", START),
                        new TestRecord<>(null, "2", START.plusMillis(7)),
                        new TestRecord<>("c", "3", START.plusMillis(114)));
    }

    @Test
    void aTimeOfTheRecordDoesNotMoveTheTopics() {
        TestInputTopic<String, String> advancing = driver.createInputTopic(
                "in", new StringSerializer(), new StringSerializer(), START, Duration.ofMillis(7));

        advancing.pipeInput("a", "1", 5L);
        advancing.pipeInput("b", "2", Instant.ofEpochMilli(6));
        advancing.pipeInput(new TestRecord<>("c", "3", Instant.ofEpochMilli(7)));
        advancing.pipeInput("d", "4");

        assertThat(out.readRecordsToList())
                .extracting(TestRecord::timestamp)
                .containsExactly(5L, 6L, 7L, START.toEpochMilli());
    }

    @Test
    void listsArePipedInOrder() {
        in.pipeKeyValueList(List.of(KeyValue.pair("a", "1"), KeyValue.pair("b", "2")), START, Duration.ofMillis(3));
        in.pipeValueList(List.of("3", "4"));
        in.pipeRecordList(List.of(new TestRecord<>("e", "5")));

        assertThat(out.readKeyValuesToList())
                .containsExactly(
                        KeyValue.pair("a", "1"),
                        KeyValue.pair("b", "2"),
                        KeyValue.pair(null, "3"),
                        KeyValue.pair(null, "4"),
                        KeyValue.pair("e", "5"));
    }

    @Test
    void aMapHoldsTheLastValueOfEachKey() {
        in.pipeInput("a", "1");
        in.pipeInput("b", "2");
        in.pipeInput("a", "3");

        assertThat(out.readKeyValuesToMap()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "3", "b", "2"));
    }

    @Test
    void aRecordWithoutAKeyFitsInNoMap() {
        in.pipeInput("1");

        assertThatIllegalStateException().isThrownBy(out::readKeyValuesToMap).withMessageContaining("'out'");
    }

    @Test
    void nothingToReadIsToldFromNothingWritten() {
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(out::readValue)
                .withMessageContaining("Uninitialized topic: out");

        in.pipeInput("1");
        out.readValue();

        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(out::readRecord)
                .withMessageContaining("Empty topic: out");
        assertThat(out.readValuesToList()).isEmpty();
        assertThat(out.isEmpty()).isTrue();
    }

    @Test
    void headersAndTombstonesPassThrough() {
        TestRecord<String, String> tombstone = new TestRecord<>("a", null, START);
        tombstone.headers().add("h", new byte[] {1});

        in.pipeInput(tombstone);

        assertThat(out.readRecord()).isEqualTo(tombstone);
    }

    @Test
    void topicsDescribeThemselves() {
        in.pipeInput("1");

        assertThat(in)
                .hasToString(
                        "TestInputTopic[topic='in', keySerializer=StringSerializer, valueSerializer=StringSerializer]");
        assertThat(out)
                .hasToString("TestOutputTopic[topic='out', keyDeserializer=StringDeserializer,"
                        + " valueDeserializer=StringDeserializer, size=1]");
    }

    @Test
    void aTopicThatIsNotReadIsRefused() {
        TestInputTopic<String, String> wrong =
                driver.createInputTopic("inn", new StringSerializer(), new StringSerializer());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> wrong.pipeInput("1"))
                .withMessageContainingAll("inn", "[in]");
    }

    @Test
    void argumentsAreChecked() {
        StringSerializer strings = new StringSerializer();

        assertThatIllegalArgumentException().isThrownBy(() -> in.advanceTime(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver.createInputTopic("in", strings, strings, START, Duration.ofMillis(-1)));
        assertThatNullPointerException().isThrownBy(() -> driver.createInputTopic(null, strings, strings));
        assertThatNullPointerException().isThrownBy(() -> driver.createInputTopic("in", null, strings));
        assertThatNullPointerException()
                .isThrownBy(
                        () -> driver.createOutputTopic("out", Serdes.String().deserializer(), null));
    }
}
