package io.millrace.streams.engine.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.errors.StreamsException;
import java.util.HexFormat;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChangeSerializerTests {

    private final ChangeSerializer<String> serializer = new ChangeSerializer<>(new StringSerializer());
    private final ChangeDeserializer<String> deserializer = new ChangeDeserializer<>(new StringDeserializer());

    /** The bytes are those that Kafka Streams 4.3 writes for the same changes. */
    @ParameterizedTest
    @CsvSource({"1x,,317801", ",2z,327a00", "1y,1x,043179317802", "'',,01", ",'',00", "'','',0002"})
    void changeHasTheBytesOfKafkaStreams(String newValue, String oldValue, String hex) {
        Change<String> change = new Change<>(newValue, oldValue);

        byte[] bytes = serializer.serialize("topic", change);

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex);
        assertThat(deserializer.deserialize("topic", bytes)).isEqualTo(change);
    }

    @Test
    void lengthOfALongValueTakesSeveralBytes() {
        Change<String> change = new Change<>("y".repeat(200), "x".repeat(200));

        byte[] bytes = serializer.serialize("topic", change);

        assertThat(bytes).hasSize(403).startsWith(0x90, 0x03, 'y').endsWith('x', 2);
        assertThat(deserializer.deserialize("topic", bytes)).isEqualTo(change);
    }

    @Test
    void changeOfNothingIsRefused() {
        assertThatThrownBy(() -> serializer.serialize("topic", new Change<>(null, null)))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("topic 'topic'");
    }

    @Test
    void unknownFormIsRefused() {
        assertThatThrownBy(() -> deserializer.deserialize("topic", new byte[] {1, 2, 9}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("ends in 9");
    }

    @Test
    void defaultSerdeIsTakenOnlyIfNoneWasGiven() {
        ChangeSerializer<Long> open = new ChangeSerializer<>(null);

        assertThat(open.orDefault(Serdes::Long).serialize("topic", new Change<>(1L, null)))
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 1);
        assertThat(serializer.orDefault(Serdes::Long)).isSameAs(serializer);
    }
}
