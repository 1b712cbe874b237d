package io.millrace.streams.spring.autoconfigure.query;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and shows the keys of a store. What the keys are is learned from a key that the store holds.
 *
 * @param keyClass the class of the keys
 * @param json reads and shows keys that are not of a listed type
 */
record KeyCodec(Class<?> keyClass, JsonTrees json) {

    /** Reads a key from a request. */
    Object parse(String text, @Nullable String askedType, String parameter) {
        Optional<KeyType> listed = KeyType.of(keyClass);
        String label = listed.map(KeyType::label).orElse(KeyType.JSON);
        if (askedType != null && !askedType.equals(label)) {
            throw QueryRefusedException.badRequest(
                    "key-type-mismatch", "The keys of this store are of type " + label + ", not '" + askedType + "'.");
        }
        try {
            return listed.isPresent() ? listed.get().parse(text) : json.read(text, keyClass);
        } catch (IllegalArgumentException e) {
            throw QueryRefusedException.badRequest(
                    "undecodable-key", "Parameter " + parameter + " cannot be read as a key of type " + label + ".");
        }
    }

    /** The key as the text that {@link #parse} reads. */
    String text(Object key) {
        return KeyType.of(keyClass).map(type -> type.format(key)).orElseGet(() -> json.write(key));
    }

    /** The key as the answer shows it. */
    Object shown(Object key) {
        Optional<KeyType> listed = KeyType.of(keyClass);
        if (listed.isEmpty()) {
            return json.tree(key);
        }
        return listed.get().isNumber() ? key : listed.get().format(key);
    }
}
