package io.millrace.streams.processor.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.errors.StreamsException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RecordTests {

    private final Headers headers = new RecordHeaders().add("h", new byte[] {1});

    @Test
    void eachCopyReplacesOneField() {
        Record<String, Integer> record = new Record<>("a", 1, 10, headers);

        assertThat(record.withKey("b")).isEqualTo(new Record<>("b", 1, 10, headers));
        assertThat(record.withValue("x")).isEqualTo(new Record<>("a", "x", 10, headers));
        assertThat(record.withTimestamp(11)).isEqualTo(new Record<>("a", 1, 11, headers));
        assertThat(record.withHeaders(null)).isEqualTo(new Record<>("a", 1, 10));
    }

    @Test
    void headersAreNotShared() {
        Record<String, Integer> record = new Record<>("a", 1, 10, headers);
        Record<String, Integer> copy = record.withValue(2);

        headers.add("given", new byte[0]);
        record.headers().add("record", new byte[0]);
        copy.headers().add("copy", new byte[0]);

        assertThat(record.headers()).extracting("key").containsExactly("h", "record");
        assertThat(copy.headers()).extracting("key").containsExactly("h", "copy");
    }

    @Test
    void headersAddedToARecordWithoutAnyAreKept() {
        Record<String, Integer> record = new Record<>("a", 1, 10);

        record.headers().add("h", new byte[] {1});

        assertThat(record).isEqualTo(new Record<>("a", 1, 10, headers));
        assertThat(record.withValue(2).headers()).hasSize(1);
    }

    @Test
    void aNegativeTimestampIsRefused() {
        assertThatThrownBy(() -> new Record<>("a", 1, -1))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> new Record<>("a", 1, 1).withTimestamp(-2)).isInstanceOf(StreamsException.class);
    }

    @Test
    void aRecordWithFixedKeyHasTheContentItWasMadeOf() {
        Record<String, Integer> record = new Record<>("a", 1, 10, headers);

        FixedKeyRecord<String, Integer> fixed = InternalFixedKeyRecordFactory.create(record);

        assertThat(fixed.key()).isEqualTo("a");
        assertThat(fixed.withValue(2).value()).isEqualTo(2);
        assertThat(fixed.withTimestamp(11).timestamp()).isEqualTo(11);
        assertThat(fixed.withHeaders(null).headers()).isEmpty();
        assertThat(fixed).isEqualTo(InternalFixedKeyRecordFactory.create(new Record<>("a", 1, 10, headers)));
    }
}
