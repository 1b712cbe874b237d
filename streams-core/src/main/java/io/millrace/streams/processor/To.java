package io.millrace.streams.processor;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which child nodes a record is forwarded to, and with which timestamp. Each use of a factory method creates a new object. */
public class To {

    /** The name of the child node, or null for all children. */
    protected @Nullable String childName;

    /** The timestamp in milliseconds since the epoch, or -1 for that of the current record. */
    protected long timestamp;

    /**
     * Copies another object.
     *
     * @param to the object to copy
     */
    protected To(To to) {
        this(to.childName, to.timestamp);
    }

    private To(@Nullable String childName, long timestamp) {
        this.childName = childName;
        this.timestamp = timestamp;
    }

    /**
     * Takes over the fields of another object.
     *
     * @param to the object to copy from
     */
    protected void update(To to) {
        childName = to.childName;
        timestamp = to.timestamp;
    }

    /**
     * Forwards to one child node.
     *
     * @param childName the name of the node
     * @return a new object
     */
    public static To child(String childName) {
        return new To(childName, -1L);
    }

    /**
     * Forwards to all child nodes.
     *
     * @return a new object
     */
    public static To all() {
        return new To(null, -1L);
    }

    /**
     * Gives the forwarded record a timestamp of its own.
     *
     * @param timestamp the timestamp in milliseconds since the epoch
     * @return this object
     */
    public To withTimestamp(long timestamp) {
        this.timestamp = timestamp;
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof To to
                && getClass() == to.getClass()
                && timestamp == to.timestamp
                && Objects.equals(childName, to.childName);
    }

    /**
     * Not available, because the object is mutable.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public int hashCode() {
        throw new UnsupportedOperationException("A To is mutable and must not be a key of a hash collection.");
    }

    @Override
    public String toString() {
        return "To{childName='" + childName + "', timestamp=" + timestamp + "}";
    }
}
