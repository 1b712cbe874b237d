package io.millrace.streams.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.log.RecordOrigin;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptOriginTests {

    @Test
    void nothingIsLost() {
        Headers headers = new RecordHeaders().add("h", bytes("x"));

        assertSame(origin(7, headers, "key", "value"), origin(8, new RecordHeaders(), "k", "v"));
        assertSame(origin(8, new RecordHeaders(), "k", "v"), origin(7, headers, "a longer key", "a longer value"));
        assertSame(origin(7, headers, "key", "value"), origin(8, headers, null, "v"));
        assertSame(origin(7, headers, "key", null), origin(8, headers, null, null));
        assertSame(origin(7, headers, "", ""), origin(8, headers, "k", ""));
    }

    @Test
    void whatDoesNotComeFromATopicIsKeptToo() {
        RecordOrigin nothingRead = new RecordOrigin(null, -1, -1, 5, new RecordHeaders(), null, null);

        assertSame(nothingRead, origin(8, new RecordHeaders(), "k", "v"));
        assertSame(origin(8, new RecordHeaders(), "k", "v"), nothingRead);
    }

    private static void assertSame(RecordOrigin first, RecordOrigin second) {
        KeptOrigin kept = new KeptOrigin(first);
        assertThat(kept.origin()).usingRecursiveComparison().isEqualTo(first);

        kept.set(second);

        assertThat(kept.origin()).usingRecursiveComparison().isEqualTo(second);
        kept.set(first);
        assertThat(kept.origin()).usingRecursiveComparison().isEqualTo(first);
    }

    private static RecordOrigin origin(long offset, Headers headers, @Nullable String key, @Nullable String value) {
        return new RecordOrigin("in", 1, offset, 100 + offset, headers, bytesOrNull(key), bytesOrNull(value));
    }

    private static byte @Nullable [] bytesOrNull(@Nullable String text) {
        return text == null ? null : bytes(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
