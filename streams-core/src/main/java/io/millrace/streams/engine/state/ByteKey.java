package io.millrace.streams.engine.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A serialised key that can be looked up in a hash map; the array must not be changed. */
public final class ByteKey implements Comparable<ByteKey> {

    private final byte[] bytes;
    private final int hash;

    public ByteKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** The array itself. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ByteKey that && hash == that.hash && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Keeps lookups short when somebody feeds keys of equal hashes. */
    @Override
    public int compareTo(ByteKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
