package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteKey;
import io.millrace.streams.engine.state.HeldForm;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a typed store's keys and values are held below it: as objects where that is safe and the store is one of ours, else as bytes.
 *
 * @param asObjects false for a store the user made, which takes bytes
 */
record Held<K, V>(StoreSerdes<K, ?> serdes, ValueCodec<V> codec, boolean asObjects) implements HeldForm {

    private static final int ARRAY_BYTES = 16;

    /** A key as it is held. */
    Object key(K key) {
        Objects.requireNonNull(key, "key cannot be null");
        return asObjects && key.getClass() == serdes.immutableKeys() ? key : new ByteKey(serdes.keyBytes(key));
    }

    /** A key as the user sees it. */
    @SuppressWarnings("unchecked") // it was held by key()
    K keyOf(Object held) {
        return held instanceof ByteKey bytes ? serdes.key(bytes.bytes()) : (K) held;
    }

    /** A value as it is held; null stays null. */
    @Nullable
    Object value(@Nullable V value) {
        return value == null ? null : asObjects && codec.isImmutable(value) ? value : codec.toBytes(value);
    }

    /** A value as the user sees it. */
    @SuppressWarnings("unchecked") // it was held by value()
    V valueOf(Object held) {
        return held instanceof byte[] bytes ? codec.fromBytes(bytes) : (V) held;
    }

    /** Null stays null. */
    @Nullable
    V valueOfOrNull(@Nullable Object held) {
        return held == null ? null : valueOf(held);
    }

    @Override
    public byte[] keyBytes(Object key) {
        return key instanceof ByteKey bytes ? bytes.bytes() : serdes.keyBytes(keyOf(key));
    }

    @Override
    public byte[] valueBytes(Object held) {
        return held instanceof byte[] bytes ? bytes : codec.toBytes(valueOf(held));
    }

    @Override
    public Object held(byte[] stored) {
        if (!asObjects || serdes.immutableValues() == null) {
            return stored;
        }
        V value = codec.fromBytes(stored);
        return codec.isImmutable(value) ? value : stored;
    }

    @Override
    public int keyWeight(Object key) {
        return key instanceof ByteKey bytes ? ARRAY_BYTES + bytes.bytes().length : ImmutableTypes.weight(key);
    }

    @Override
    public int valueWeight(Object held) {
        return held instanceof byte[] bytes ? ARRAY_BYTES + bytes.length : codec.weight(valueOf(held));
    }
}
