package io.millrace.streams.kstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class WindowedSerdesTests {

    private static final String TOPIC = "topic";
    private static final Windowed<String> TIME_WINDOWED = new Windowed<>("k", new TimeWindow(1, 11));
    private static final Windowed<String> SESSION_WINDOWED = new Windowed<>("k", new SessionWindow(1, 2));

    @Test
    void aTimeWindowIsTheKeyAndItsStart() {
        byte[] bytes = new TimeWindowedSerializer<>(new StringSerializer()).serialize(TOPIC, TIME_WINDOWED);

        assertThat(bytes).asHexString().isEqualTo("6B0000000000000001");
    }

    @Test
    void aSessionIsTheKeyItsEndAndItsStart() {
        byte[] bytes = new SessionWindowedSerializer<>(new StringSerializer()).serialize(TOPIC, SESSION_WINDOWED);

        assertThat(bytes).asHexString().isEqualTo("6B00000000000000020000000000000001");
    }

    @Test
    void timeWindowedKeysComeBack() {
        Serde<Windowed<String>> serde = WindowedSerdes.timeWindowedSerdeFrom(String.class, 10L);

        byte[] bytes = serde.serializer().serialize(TOPIC, TIME_WINDOWED);

        assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(TIME_WINDOWED);
    }

    @Test
    void sessionWindowedKeysComeBack() {
        Serde<Windowed<String>> serde = WindowedSerdes.sessionWindowedSerdeFrom(String.class);

        byte[] bytes = serde.serializer().serialize(TOPIC, SESSION_WINDOWED);

        assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(SESSION_WINDOWED);
    }

    @Test
    void changelogKeysHaveASequenceNumberBehindTheStart() {
        Serde<Windowed<String>> serde = new WindowedSerdes.TimeWindowedSerde<>(Serdes.String(), 10L).forChangelog(true);
        byte[] bytes = HexFormat.of().parseHex("6b000000000000000100000007");

        assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(TIME_WINDOWED);
    }

    @Test
    void aWindowEndsAtTheEndOfTimeAtTheLatest() {
        Deserializer<Windowed<String>> deserializer =
                new TimeWindowedDeserializer<>(new StringDeserializer(), Long.MAX_VALUE);

        Windowed<String> windowed =
                deserializer.deserialize(TOPIC, HexFormat.of().parseHex("6b0000000000000001"));

        assertThat(windowed.window().end()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void nullStaysNull() {
        Serde<Windowed<String>> time = WindowedSerdes.timeWindowedSerdeFrom(String.class, 10L);
        Serde<Windowed<String>> session = WindowedSerdes.sessionWindowedSerdeFrom(String.class);

        assertThat(time.serializer().serialize(TOPIC, null)).isNull();
        assertThat(time.deserializer().deserialize(TOPIC, null)).isNull();
        assertThat(time.deserializer().deserialize(TOPIC, new byte[0])).isNull();
        assertThat(session.serializer().serialize(TOPIC, null)).isNull();
        assertThat(session.deserializer().deserialize(TOPIC, null)).isNull();
    }

    @Test
    void baseKeysLeaveTheWindowOut() {
        assertThat(new TimeWindowedSerializer<>(new StringSerializer()).serializeBaseKey(TOPIC, TIME_WINDOWED))
                .asHexString()
                .isEqualTo("6B");
        assertThat(new SessionWindowedSerializer<>(new StringSerializer()).serializeBaseKey(TOPIC, SESSION_WINDOWED))
                .asHexString()
                .isEqualTo("6B");
    }

    @Test
    void bytesThatAreTooShortAreRefused() {
        assertThatThrownBy(() -> WindowedSerdes.timeWindowedSerdeFrom(String.class, 10L)
                        .deserializer()
                        .deserialize(TOPIC, new byte[3]))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("3 bytes");
        assertThatThrownBy(() -> WindowedSerdes.sessionWindowedSerdeFrom(String.class)
                        .deserializer()
                        .deserialize(TOPIC, new byte[15]))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("15 bytes");
    }

    @Test
    void anUnconfiguredSerdeSaysWhatItLacks() {
        Serde<Windowed<String>> serde = new WindowedSerdes.TimeWindowedSerde<>();

        assertThatThrownBy(() -> serde.serializer().serialize(TOPIC, TIME_WINDOWED))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("TimeWindowedSerializer");
        assertThatThrownBy(() -> serde.deserializer().deserialize(TOPIC, new byte[9]))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("TimeWindowedDeserializer");
        serde.close();
    }

    @Test
    void configurationNamesTheInnerSerdeAndTheWindowSize() {
        TimeWindowedSerializer<String> serializer = new TimeWindowedSerializer<>();
        TimeWindowedDeserializer<String> deserializer = new TimeWindowedDeserializer<>();
        serializer.configure(Map.of("windowed.inner.serializer.class", Serdes.StringSerde.class.getName()), true);
        deserializer.configure(
                Map.of("windowed.inner.deserializer.class", Serdes.StringSerde.class, "window.size.ms", "10"), true);

        byte[] bytes = serializer.serialize(TOPIC, TIME_WINDOWED);

        assertThat(deserializer.deserialize(TOPIC, bytes)).isEqualTo(TIME_WINDOWED);
        assertThat(deserializer.getWindowSize()).isEqualTo(10L);
    }

    @Test
    void configurationMustGiveWhatTheConstructorDidNot() {
        assertThatThrownBy(() -> new SessionWindowedSerializer<>().configure(Map.of(), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("windowed.inner.serializer.class");
        assertThatThrownBy(() -> new SessionWindowedDeserializer<>().configure(Map.of(), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("windowed.inner.deserializer.class");
        assertThatThrownBy(
                        () -> new TimeWindowedDeserializer<>(new StringDeserializer(), null).configure(Map.of(), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("window.size.ms");
    }

    @Test
    void configurationMustNotContradictTheConstructor() {
        assertThatThrownBy(() -> new TimeWindowedSerializer<>(new StringSerializer())
                        .configure(Map.of("windowed.inner.serializer.class", Serdes.LongSerde.class.getName()), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LongSerializer");
        assertThatThrownBy(() -> new TimeWindowedDeserializer<>(new StringDeserializer(), 10L)
                        .configure(Map.of("window.size.ms", 10L), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("window.size.ms");
    }

    @Test
    void aWrongClassOrNumberInTheConfigurationIsNamed() {
        assertThatThrownBy(() -> new TimeWindowedSerializer<>()
                        .configure(Map.of("windowed.inner.serializer.class", "no.such.Serde"), true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no.such.Serde");
        assertThatThrownBy(() -> new TimeWindowedSerializer<>()
                        .configure(Map.of("windowed.inner.serializer.class", "java.lang.String"), true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("java.lang.String");
        assertThatThrownBy(() -> new TimeWindowedDeserializer<>().configure(Map.of("window.size.ms", "ten"), true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ten");
    }
}
