package io.millrace.streams.engine.operator.foreignkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValueHashTests {

    /** Hashes that Kafka Streams wrote to its subscription topics. */
    @ParameterizedTest
    @CsvSource({
        "'', 9d2764a018e32942, 8c3cf3b035938518",
        "0, b86367c1b3e64200, 3e34a590db00844d",
        "0123456789abcde, c480e6b5c0016979, a0d033624a7f7904",
        "0123456789abcdef, 1a6e941ec6a76967, d7d82808f505d6b1",
        "0123456789abcdefg, a93635c3ece7b605, aeed6784d1b08b32",
    })
    void isThatOfKafkaStreams(String value, String high, String low) {
        ValueHash hash = ValueHash.of(value.getBytes(StandardCharsets.UTF_8));

        assertThat(hash).isEqualTo(new ValueHash(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)));
    }

    @Test
    void ofNothingIsNothing() {
        assertThat(ValueHash.of(null)).isNull();
    }
}
