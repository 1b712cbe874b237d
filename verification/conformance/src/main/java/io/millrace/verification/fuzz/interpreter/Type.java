package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.kstream.SessionWindowedDeserializer;
import io.millrace.streams.kstream.SessionWindowedSerializer;
import io.millrace.streams.kstream.TimeWindowedDeserializer;
import io.millrace.streams.kstream.TimeWindowedSerializer;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Type of a key or a value, with its serde. */
enum Type {
    STRING,
    LONG,
    TIME_WINDOWED_STRING,
    TIME_WINDOWED_LONG,
    SESSION_WINDOWED_STRING,
    SESSION_WINDOWED_LONG;

    boolean isWindowed() {
        return this != STRING && this != LONG;
    }

    /** Of the key inside the window. */
    Type inner() {
        return switch (this) {
            case STRING, TIME_WINDOWED_STRING, SESSION_WINDOWED_STRING -> STRING;
            case LONG, TIME_WINDOWED_LONG, SESSION_WINDOWED_LONG -> LONG;
        };
    }

    Type timeWindowed() {
        return this == STRING ? TIME_WINDOWED_STRING : TIME_WINDOWED_LONG;
    }

    Type sessionWindowed() {
        return this == STRING ? SESSION_WINDOWED_STRING : SESSION_WINDOWED_LONG;
    }

    static Type base(int choice) {
        return choice % 3 == 2 ? LONG : STRING;
    }

    /** Serde of this type; {@code windowSizeMs} matters to time windows only. */
    Serde<Object> serde(long windowSizeMs) {
        return switch (this) {
            case STRING -> erased(Serdes.String());
            case LONG -> erased(Serdes.Long());
            case TIME_WINDOWED_STRING, TIME_WINDOWED_LONG -> {
                Serde<Object> inner = inner().serde(0);
                yield erased(Serdes.serdeFrom(
                        new TimeWindowedSerializer<>(inner.serializer()),
                        new TimeWindowedDeserializer<>(inner.deserializer(), windowSizeMs)));
            }
            case SESSION_WINDOWED_STRING, SESSION_WINDOWED_LONG -> {
                Serde<Object> inner = inner().serde(0);
                yield erased(Serdes.serdeFrom(
                        new SessionWindowedSerializer<>(inner.serializer()),
                        new SessionWindowedDeserializer<>(inner.deserializer())));
            }
        };
    }

    @SuppressWarnings("unchecked")
    static Serde<Object> erased(Serde<?> serde) {
        return (Serde<Object>) serde;
    }

    static Duration ms(long ms) {
        return Duration.ofMillis(ms);
    }
}
