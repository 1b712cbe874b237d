package io.millrace.streams.engine.state.view;

import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.serialization.BooleanSerializer;
import org.apache.kafka.common.serialization.DoubleSerializer;
import org.apache.kafka.common.serialization.FloatSerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.ShortSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.UUIDSerializer;
import org.jspecify.annotations.Nullable;

/** The types whose instances a buffer may hold as they are: nobody can change them, and two are equal if their bytes are. */
final class ImmutableTypes {

    private static final Map<Class<?>, Class<?>> BY_SERIALIZER = Map.of(
            StringSerializer.class, String.class,
            LongSerializer.class, Long.class,
            IntegerSerializer.class, Integer.class,
            ShortSerializer.class, Short.class,
            DoubleSerializer.class, Double.class,
            FloatSerializer.class, Float.class,
            BooleanSerializer.class, Boolean.class,
            UUIDSerializer.class, UUID.class);

    /** One character of each length in UTF-8. */
    private static final String PROBE = "a\u00e9\u20ac\ud83d\ude00";

    private static final int OBJECT_BYTES = 24;

    private ImmutableTypes() {}

    /** The type that a serde of Kafka's serialises, null if it is not one of these, or a serde of somebody else's. */
    static @Nullable Class<?> of(Serde<?> serde) {
        Serializer<?> serializer = serde.serializer();
        Class<?> type = serializer == null ? null : BY_SERIALIZER.get(serializer.getClass());
        return type == String.class && !keepsEveryCharacter(serde) ? null : type;
    }

    /** A string serde may be configured with an encoding that turns several strings into the same bytes. */
    @SuppressWarnings("unchecked") // its serializer takes strings
    private static boolean keepsEveryCharacter(Serde<?> serde) {
        Serde<String> strings = (Serde<String>) serde;
        byte[] bytes = strings.serializer().serialize("", PROBE);
        return PROBE.equals(strings.deserializer().deserialize("", bytes));
    }

    /** About how many bytes of heap an instance takes. */
    static int weight(Object instance) {
        return instance instanceof String text ? 2 * OBJECT_BYTES + text.length() : OBJECT_BYTES;
    }
}
