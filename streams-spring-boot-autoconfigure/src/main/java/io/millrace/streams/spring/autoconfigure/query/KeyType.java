package io.millrace.streams.spring.autoconfigure.query;

import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.serialization.DoubleSerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.UUIDSerializer;
import org.apache.kafka.common.utils.Bytes;

/** The types of keys that text can be turned into. Nobody can name another: a class is never read from a request. */
@SuppressWarnings("ImmutableEnumChecker") // The functions have no state.
enum KeyType {
    STRING(String.class, text -> text, Object::toString, new StringSerializer()),
    LONG(Long.class, Long::valueOf, Object::toString, new LongSerializer()),
    INT(Integer.class, Integer::valueOf, Object::toString, new IntegerSerializer()),
    DOUBLE(Double.class, Double::valueOf, Object::toString, new DoubleSerializer()),
    UUID(UUID.class, java.util.UUID::fromString, Object::toString, new UUIDSerializer()),
    BYTES(
            byte[].class,
            text -> Base64.getDecoder().decode(text),
            key -> Base64.getEncoder().encodeToString((byte[]) key),
            new ByteArraySerializer()),
    WRAPPED_BYTES(
            Bytes.class,
            text -> Bytes.wrap(Base64.getDecoder().decode(text)),
            key -> Base64.getEncoder().encodeToString(((Bytes) key).get()),
            new BytesSerializer());

    /** The name of the one type that is not listed here: whatever the application's mapper reads. */
    static final String JSON = "json";

    private final Class<?> type;
    private final Function<String, Object> parse;
    private final Function<Object, String> format;
    private final Serializer<?> serializer;

    KeyType(Class<?> type, Function<String, Object> parse, Function<Object, String> format, Serializer<?> serializer) {
        this.type = type;
        this.parse = parse;
        this.format = format;
        this.serializer = serializer;
    }

    static Optional<KeyType> of(Class<?> type) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.type.isAssignableFrom(type))
                .findFirst();
    }

    static Optional<KeyType> labelled(String label) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.label().equals(label))
                .findFirst();
    }

    /** What to call it in a request. */
    String label() {
        return this == WRAPPED_BYTES ? BYTES.label() : name().toLowerCase(Locale.ROOT);
    }

    Class<?> type() {
        return type;
    }

    Object parse(String text) {
        return parse.apply(text);
    }

    String format(Object key) {
        return format.apply(key);
    }

    /** Serialises keys as most programs do; none of these has any state. */
    @SuppressWarnings("unchecked") // It is only given keys of the type.
    Serializer<Object> serializer() {
        return (Serializer<Object>) serializer;
    }

    boolean isNumber() {
        return Number.class.isAssignableFrom(type);
    }
}
