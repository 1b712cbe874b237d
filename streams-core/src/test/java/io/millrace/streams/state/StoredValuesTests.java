package io.millrace.streams.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Values with timestamps, headers and validity, and their bytes. */
class StoredValuesTests {

    private static final Headers HEADERS = new RecordHeaders().add("h", new byte[] {1});

    @Test
    void valueAndTimestampIsNullForANullValueUnlessAllowed() {
        assertThat(ValueAndTimestamp.make(null, 5)).isNull();
        assertThat(ValueAndTimestamp.makeAllowNullable(null, 5).value()).isNull();
        assertThat(ValueAndTimestamp.<String>getValueOrNull(null)).isNull();
        assertThat(ValueAndTimestamp.getValueOrNull(ValueAndTimestamp.make("a", 5)))
                .isEqualTo("a");
    }

    @Test
    void valueAndTimestampIsEqualByBoth() {
        assertThat(ValueAndTimestamp.make("a", 5))
                .isEqualTo(ValueAndTimestamp.make("a", 5))
                .hasSameHashCodeAs(ValueAndTimestamp.make("a", 5))
                .hasToString("<a,5>")
                .isNotEqualTo(ValueAndTimestamp.make("a", 6))
                .isNotEqualTo(ValueAndTimestamp.make("b", 5));
    }

    @Test
    void valueTimestampHeadersHasEmptyHeadersForNull() {
        assertThat(ValueTimestampHeaders.make("a", 5, null).headers()).isEmpty();
        assertThat(ValueTimestampHeaders.make(null, 5, HEADERS)).isNull();
        assertThat(ValueTimestampHeaders.makeAllowNullable(null, 5, HEADERS).value())
                .isNull();
        assertThat(ValueTimestampHeaders.make("a", 5, HEADERS))
                .isEqualTo(ValueTimestampHeaders.make("a", 5, new RecordHeaders(HEADERS)))
                .isNotEqualTo(ValueTimestampHeaders.make("a", 5, null));
    }

    @Test
    void aggregationWithHeadersNeedsHeaders() {
        assertThatThrownBy(() -> AggregationWithHeaders.make("a", null)).isInstanceOf(NullPointerException.class);
        assertThat(AggregationWithHeaders.<String>make(null, HEADERS)).isNull();
        assertThat(AggregationWithHeaders.getAggregationOrNull(AggregationWithHeaders.make("a", HEADERS)))
                .isEqualTo("a");
    }

    @Test
    void versionedRecordKnowsHowLongItIsValid() {
        assertThat(new VersionedRecord<>("a", 5).validTo()).isEmpty();
        assertThat(new VersionedRecord<>("a", 5, 7).validTo()).contains(7L);
        assertThat(new VersionedRecord<>("a", 5, 7))
                .isEqualTo(new VersionedRecord<>("a", 5, 7))
                .isNotEqualTo(new VersionedRecord<>("a", 5));
        assertThatThrownBy(() -> new VersionedRecord<>(null, 5)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void plainBytesGetAnUnknownTimestamp() {
        assertThat(TimestampedBytesStore.convertToTimestampedFormat(new byte[] {1, 2}))
                .asHexString()
                .isEqualTo("FFFFFFFFFFFFFFFF0102");
        assertThat(TimestampedBytesStore.convertToTimestampedFormat(null)).isNull();
    }

    @Test
    void bytesGetEmptyHeaders() {
        assertThat(HeadersBytesStore.convertToHeaderFormat(new byte[] {1, 2}))
                .asHexString()
                .isEqualTo("000102");
        assertThat(HeadersBytesStore.convertFromPlainToHeaderFormat(new byte[] {1, 2}))
                .asHexString()
                .isEqualTo("00FFFFFFFFFFFFFFFF0102");
        assertThat(HeadersBytesStore.convertToHeaderFormat(null)).isNull();
        assertThat(HeadersBytesStore.convertFromPlainToHeaderFormat(null)).isNull();
    }
}
