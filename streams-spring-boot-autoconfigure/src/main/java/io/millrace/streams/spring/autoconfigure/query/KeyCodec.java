package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StoreKeyConverter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Reads and shows the keys of a store. */
sealed interface KeyCodec {

    /** Reads a key from a request. */
    Object parse(String text, @Nullable String askedType, String parameter);

    /** The key as the text that {@link #parse} reads. */
    String text(Object key);

    /** The key as the answer shows it. */
    Object shown(Object key);

    /** Whether what an answer shows is the text that {@link #parse} reads. */
    boolean isShownAsText();

    /** Serialises keys, perhaps as the records are keyed that the store is made from; null if that is not known at all. */
    @Nullable
    Serializer<Object> serializer();

    /** Whether a range of text or bytes has its ends the wrong way round. Of other keys only their store knows the order. */
    static boolean isReversed(Object from, Object to) {
        byte[] first = orderedBytes(from);
        byte[] last = orderedBytes(to);
        return first != null && last != null && Arrays.compareUnsigned(first, last) > 0;
    }

    private static byte @Nullable [] orderedBytes(Object key) {
        if (key instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return key instanceof Bytes bytes ? bytes.get() : key instanceof byte[] array ? array : null;
    }

    private static StateQueryException undecodable(String parameter, String label) {
        return Refusals.badRequest(
                "undecodable-key", "Parameter " + parameter + " cannot be read as a key of type " + label + ".");
    }

    /**
     * Of keys whose class is known from a key that the store holds.
     *
     * @param keyClass the class of the keys
     * @param json reads and shows keys that are not of a listed type
     */
    record OfClass(Class<?> keyClass, JsonTrees json) implements KeyCodec {

        @Override
        public Object parse(String text, @Nullable String askedType, String parameter) {
            Optional<KeyType> listed = KeyType.of(keyClass);
            String label = listed.map(KeyType::label).orElse(KeyType.JSON);
            if (askedType != null && !askedType.equals(label)) {
                throw Refusals.badRequest(
                        "key-type-mismatch",
                        "The keys of this store are of type " + label
                                + ", which is not the keyType asked for. Leave it out, or say " + label + ".");
            }
            try {
                return listed.isPresent() ? listed.get().parse(text) : json.read(text, keyClass);
            } catch (IllegalArgumentException e) {
                throw undecodable(parameter, label);
            }
        }

        @Override
        public String text(Object key) {
            return KeyType.of(keyClass).map(type -> type.format(key)).orElseGet(() -> json.write(key));
        }

        @Override
        public Object shown(Object key) {
            Optional<KeyType> listed = KeyType.of(keyClass);
            if (listed.isEmpty()) {
                return json.tree(key);
            }
            return listed.get().isNumber() ? key : listed.get().format(key);
        }

        @Override
        public boolean isShownAsText() {
            return KeyType.of(keyClass).isPresent();
        }

        @Override
        public @Nullable Serializer<Object> serializer() {
            return KeyType.of(keyClass).map(KeyType::serializer).orElse(null);
        }
    }

    /**
     * Of keys that the application converts.
     *
     * @param converter converts them
     */
    record Converted(StoreKeyConverter<Object> converter) implements KeyCodec {

        @Override
        public Object parse(String text, @Nullable String askedType, String parameter) {
            try {
                return converter.parse(text);
            } catch (RuntimeException e) { // It is the application's, and the text is anything.
                throw undecodable(parameter, "that the application defines");
            }
        }

        @Override
        public String text(Object key) {
            return converter.format(key);
        }

        @Override
        public Object shown(Object key) {
            return converter.format(key);
        }

        @Override
        public boolean isShownAsText() {
            return true;
        }

        @Override
        public @Nullable Serializer<Object> serializer() {
            return converter.serializer();
        }
    }
}
