package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.ByteKey;
import io.millrace.streams.engine.state.HeldForm;
import io.millrace.streams.engine.state.NumberForm;
import io.millrace.streams.engine.state.StoreBuffer;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a typed store's keys and values are held below it: as objects where that is safe and the store is one of ours, else as bytes.
 *
 * @param asObjects false for a store the user made, which takes bytes
 */
record Held<K, V>(StoreSerdes<K, ?> serdes, ValueCodec<V> codec, boolean asObjects) implements HeldForm {

    private static final int ARRAY_BYTES = 16;

    /**
     * How the values of a column are read.
     *
     * @param uncached what is seen of them if the store has no cache, null for all of it
     */
    static <V> ValueCodec<V> codec(ValueCodec<V> kept, @Nullable UnaryOperator<V> uncached, StoreBuffer buffer) {
        return uncached == null || buffer.spec().emitAtDrain() ? kept : new ValueCodec.InPart<>(kept, uncached);
    }

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
        if (value == null) {
            return null;
        }
        if (!asObjects) {
            return codec.toBytes(value);
        }
        if (codec.isImmutable(value)) {
            return value;
        }
        return codec.isDeclared(value) ? declared(value) : codec.toBytes(value);
    }

    private Object declared(V value) {
        DeclaredTypes types = serdes.declared();
        types.met(true);
        if (!types.knowsSize()) {
            types.serialised(codec.toBytes(value).length);
        }
        return new DeclaredValue(value, types.weight());
    }

    /** A value as the user sees it. */
    @SuppressWarnings("unchecked") // it was held by value()
    V valueOf(Object held) {
        if (held instanceof byte[] bytes) {
            return codec.fromBytes(bytes);
        }
        return (V) (held instanceof DeclaredValue declared ? declared.value() : held);
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
        if (held instanceof byte[] bytes) {
            return bytes;
        }
        byte[] bytes = codec.toBytes(valueOf(held));
        if (held instanceof DeclaredValue) {
            serdes.declared().serialised(bytes.length);
        }
        return bytes;
    }

    @Override
    public Object held(byte[] stored) {
        boolean mayBeDeclared = serdes.declared().isWorthReading();
        if (!asObjects || (serdes.immutableValues() == null && !mayBeDeclared)) {
            return stored;
        }
        V value = codec.fromBytes(stored);
        if (codec.isImmutable(value)) {
            return value;
        }
        boolean isDeclared = codec.isDeclared(value);
        if (mayBeDeclared) {
            serdes.declared().met(isDeclared);
        }
        return isDeclared ? new DeclaredValue(value, serdes.declared().weight()) : stored;
    }

    @Override
    public @Nullable NumberForm numbers() {
        return asObjects ? codec.numbers() : null;
    }

    @Override
    public int keyWeight(Object key) {
        return key instanceof ByteKey bytes ? ARRAY_BYTES + bytes.bytes().length : ImmutableTypes.weight(key);
    }

    @Override
    public int valueWeight(Object held) {
        if (held instanceof byte[] bytes) {
            return ARRAY_BYTES + bytes.length;
        }
        return held instanceof DeclaredValue declared ? declared.weight() : codec.weight(valueOf(held));
    }
}
