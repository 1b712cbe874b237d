package io.millrace.streams.engine.state;

import org.jspecify.annotations.Nullable;

/**
 * How the keys and values of a store are held in its buffer, and what they are as bytes. A key is held as an object whose equality
 * is that of its bytes, or as a {@link ByteKey}; a value as an object that nobody can change, or as its bytes.
 */
public interface HeldForm {

    /** Bytes, as they are. */
    HeldForm BYTES = new HeldForm() {
        @Override
        public byte[] keyBytes(Object key) {
            return ((ByteKey) key).bytes();
        }

        @Override
        public byte[] valueBytes(Object held) {
            return (byte[]) held;
        }

        @Override
        public Object held(byte[] stored) {
            return stored;
        }

        @Override
        public int keyWeight(Object key) {
            return ((ByteKey) key).bytes().length;
        }

        @Override
        public int valueWeight(Object held) {
            return ((byte[]) held).length;
        }
    };

    /** A key in the layout of the backend. */
    byte[] keyBytes(Object key);

    /** A value in the layout of the backend. */
    byte[] valueBytes(Object held);

    /** What to hold of a value that was read from the backend. */
    Object held(byte[] stored);

    /** About how many bytes of heap a key takes. */
    int keyWeight(Object key);

    /** About how many bytes of heap a value takes. */
    int valueWeight(Object held);

    /** How numbers are held without an object, null if none are. */
    default @Nullable NumberForm numbers() {
        return null;
    }
}
