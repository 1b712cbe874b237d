package io.millrace.streams.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.errors.StreamsException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimestampExtractorTests {

    static Stream<TimestampExtractor> extractorsOfMetadata() {
        return Stream.of(
                new FailOnInvalidTimestamp(),
                new LogAndSkipOnInvalidTimestamp(),
                new UsePartitionTimeOnInvalidTimestamp());
    }

    @ParameterizedTest
    @MethodSource("extractorsOfMetadata")
    void theTimestampOfTheRecordIsTaken(TimestampExtractor extractor) {
        assertThat(extractor.extract(record(42), 100)).isEqualTo(42);
        assertThat(extractor.extract(record(0), -1)).isZero();
    }

    @Test
    void aNegativeTimestampFailsByDefault() {
        assertThatThrownBy(() -> new FailOnInvalidTimestamp().extract(record(-1), 100))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("topic-3@7");
    }

    @Test
    void aNegativeTimestampIsPassedOnToHaveTheRecordDropped() {
        assertThat(new LogAndSkipOnInvalidTimestamp().extract(record(-5), 100)).isEqualTo(-5);
    }

    @Test
    void partitionTimeReplacesANegativeTimestamp() {
        assertThat(new UsePartitionTimeOnInvalidTimestamp().extract(record(-1), 100))
                .isEqualTo(100);
    }

    @Test
    void partitionTimeCannotHelpBeforeTheFirstTimestamp() {
        assertThatThrownBy(() -> new UsePartitionTimeOnInvalidTimestamp().extract(record(-1), -1))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("topic-3@7");
    }

    @Test
    void wallClockTimeIgnoresTheRecord() {
        long before = System.currentTimeMillis();

        long extracted = new WallclockTimestampExtractor().extract(record(42), 100);

        assertThat(extracted).isBetween(before, System.currentTimeMillis());
    }

    private static ConsumerRecord<Object, Object> record(long timestamp) {
        return new ConsumerRecord<>(
                "topic",
                3,
                7L,
                timestamp,
                TimestampType.CREATE_TIME,
                1,
                1,
                "key",
                "value",
                new RecordHeaders(),
                Optional.empty());
    }
}
