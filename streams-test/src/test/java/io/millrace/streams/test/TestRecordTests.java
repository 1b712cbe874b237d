package io.millrace.streams.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TestRecordTests {

    private final Headers headers = new RecordHeaders().add("origin", "ATL".getBytes(StandardCharsets.UTF_8));

    @Test
    void recordsAreEqualIfAllPartsAre() {
        TestRecord<String, Integer> record = new TestRecord<>("key", 1, headers, 5L);

        assertThat(record)
                .isEqualTo(new TestRecord<>("key", 1, headers, Instant.ofEpochMilli(5)))
                .hasSameHashCodeAs(new TestRecord<>("key", 1, headers, 5L))
                .isNotEqualTo(new TestRecord<>("other", 1, headers, 5L))
                .isNotEqualTo(new TestRecord<>("key", 2, headers, 5L))
                .isNotEqualTo(new TestRecord<>("key", 1, headers, 6L))
                .isNotEqualTo(new TestRecord<>("key", 1, Instant.ofEpochMilli(5)));
    }

    @Test
    void whatIsNotGivenIsAbsent() {
        TestRecord<String, Integer> record = new TestRecord<>(1);

        assertThat(record.key()).isNull();
        assertThat(record.timestamp()).isNull();
        assertThat(record.getRecordTime()).isNull();
        assertThat(record.headers()).isEmpty();
    }

    @Test
    void headersAreCopied() {
        TestRecord<String, Integer> record = new TestRecord<>("key", 1, headers);

        record.headers().remove("origin");

        assertThat(headers).hasSize(1);
    }

    @Test
    void aNegativeTimestampIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TestRecord<>("key", 1, headers, -5L))
                .withMessageContaining("-5");
    }

    @Test
    void aProducedRecordIsTakenOver() {
        ProducerRecord<String, Integer> produced = new ProducerRecord<>("topic", 0, 7L, "key", 1, headers);

        assertThat(new TestRecord<>(produced)).isEqualTo(new TestRecord<>("key", 1, headers, 7L));
    }
}
