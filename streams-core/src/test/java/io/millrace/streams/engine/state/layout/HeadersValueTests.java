package io.millrace.streams.engine.state.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.state.HeadersBytesStore;
import java.util.HexFormat;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class HeadersValueTests {

    private static final byte[] REST = TimestampedValue.join(10, new byte[] {'v'});

    @Test
    void headersComeBeforeTheValueAsInKafkaStreams() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("x", new byte[] {'1'}).add("yy", null);

        byte[] stored = HeadersValue.join(headers, REST);

        assertThat(HexFormat.of().formatHex(stored)).isEqualTo("12040278023104797901000000000000000a76");
        assertThat(HeadersValue.headers(stored)).isEqualTo(headers);
        assertThat(HeadersValue.rest(stored)).isEqualTo(REST);
        assertThat(HeadersValue.timestampMs(stored)).isEqualTo(10);
    }

    @Test
    void noHeadersAreOneZeroByte() {
        byte[] stored = HeadersValue.join(new RecordHeaders(), REST);

        assertThat(stored).isEqualTo(HeadersBytesStore.convertToHeaderFormat(REST));
        assertThat(HeadersValue.headers(stored)).isEmpty();
    }
}
