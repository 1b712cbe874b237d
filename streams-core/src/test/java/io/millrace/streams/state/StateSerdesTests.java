package io.millrace.streams.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.errors.StreamsException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class StateSerdesTests {

    private static final Headers HEADERS = new RecordHeaders();

    @Test
    void keysAndValuesComeBack() {
        StateSerdes<String, Long> serdes = StateSerdes.withBuiltinTypes("topic", String.class, Long.class);

        assertThat(serdes.keyFrom(serdes.rawKey("k", HEADERS), HEADERS)).isEqualTo("k");
        assertThat(serdes.valueFrom(serdes.rawValue(5L, HEADERS), HEADERS)).isEqualTo(5L);
        assertThat(serdes.rawValue(null, HEADERS)).isNull();
        assertThat(serdes.topic()).isEqualTo("topic");
    }

    @Test
    @SuppressWarnings("unchecked") // A serde of the wrong type is what users end up with.
    void aSerdeOfTheWrongTypeIsNamed() {
        Serde<Object> strings = (Serde<Object>) (Serde<?>) Serdes.String();
        StateSerdes<Object, Object> serdes = new StateSerdes<>("topic", strings, strings);

        assertThatThrownBy(() -> serdes.rawValue(5L, HEADERS))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("StringSerializer")
                .hasMessageContaining("java.lang.Long")
                .hasMessageContaining("topic")
                .hasCauseInstanceOf(ClassCastException.class);
    }

    @Test
    void refusesATypeWithoutSerde() {
        assertThatThrownBy(() -> StateSerdes.withBuiltinTypes("topic", String.class, Object.class))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
