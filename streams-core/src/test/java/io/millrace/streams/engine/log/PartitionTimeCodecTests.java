package io.millrace.streams.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionTimeCodecTests {

    @Test
    void writesWhatKafkaStreamsWasSeenToCommit() {
        assertThat(PartitionTimeCodec.encode(1000L)).isEqualTo("AgAAAAAAAAPo");
        assertThat(PartitionTimeCodec.encode(1_700_000_000_123L)).isEqualTo("AgAAAYvP5Wh7");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1L, 0L, 1L, 1_700_000_000_123L, Long.MAX_VALUE})
    void readsWhatItWrote(long timeMs) {
        assertThat(PartitionTimeCodec.decode(PartitionTimeCodec.encode(timeMs))).isEqualTo(timeMs);
    }

    @Test
    void ignoresFieldsAfterTheTime() {
        byte[] bytes = {2, 0, 0, 0, 0, 0, 0, 3, (byte) 0xE8, 7, 7, 7};

        assertThat(PartitionTimeCodec.decode(Base64.getEncoder().encodeToString(bytes)))
                .isEqualTo(1000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base 64", "Ag==", "AAAAAAAAAAPo"})
    void answersUnknownForAnythingElse(String metadata) {
        assertThat(PartitionTimeCodec.decode(metadata)).isEqualTo(PartitionTimeCodec.UNKNOWN);
    }
}
