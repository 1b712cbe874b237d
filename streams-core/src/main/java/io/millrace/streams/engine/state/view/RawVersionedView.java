package io.millrace.streams.engine.state.view;

import io.millrace.streams.KeyValue;
import io.millrace.streams.engine.state.layout.TimestampedValue;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.VersionedBytesStore;
import io.millrace.streams.state.VersionedRecord;
import java.util.List;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A versioned store of bytes, as a supplier of ours gives it to those who wrap it. The mirrored interface makes it a key-value
 * store, of whose operations only those that make sense with versions work.
 */
final class RawVersionedView implements VersionedBytesStore {

    private final VersionedView<Bytes, byte[]> view;

    RawVersionedView(VersionedView<Bytes, byte[]> view) {
        this.view = view;
    }

    @Override
    public String name() {
        return view.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        view.init(context, root);
    }

    @Override
    public boolean persistent() {
        return view.persistent();
    }

    @Override
    public boolean isOpen() {
        return view.isOpen();
    }

    @Override
    public void close() {
        view.close();
    }

    @Override
    public long put(Bytes key, byte @Nullable [] value, long timestamp) {
        return view.put(key, value, timestamp);
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return withTimestamp(view.get(key));
    }

    @Override
    public byte @Nullable [] get(Bytes key, long asOfTimestamp) {
        return withTimestamp(view.get(key, asOfTimestamp));
    }

    @Override
    public byte @Nullable [] delete(Bytes key, long timestamp) {
        return withTimestamp(view.delete(key, timestamp));
    }

    private static byte @Nullable [] withTimestamp(@Nullable VersionedRecord<byte[]> version) {
        return version == null ? null : TimestampedValue.join(version.timestamp(), version.value());
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        throw withoutTimestamp("put(key, value)");
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte @Nullable [] value) {
        throw withoutTimestamp("putIfAbsent(key, value)");
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        throw withoutTimestamp("putAll(entries)");
    }

    @Override
    public byte[] delete(Bytes key) {
        throw withoutTimestamp("delete(key)");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        throw unordered("range(from, to)");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
        throw unordered("reverseRange(from, to)");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        throw unordered("all()");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        throw unordered("reverseAll()");
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, PS prefixKeySerializer) {
        throw unordered("prefixScan(prefix, serializer)");
    }

    @Override
    public long approximateNumEntries() {
        throw unordered("approximateNumEntries()");
    }

    private UnsupportedOperationException withoutTimestamp(String operation) {
        return new UnsupportedOperationException("Versioned store '" + name() + "' does not support " + operation
                + ": each version needs a timestamp. Use the method that takes one.");
    }

    private UnsupportedOperationException unordered(String operation) {
        return new UnsupportedOperationException("Versioned store '" + name() + "' does not support " + operation
                + ": its versions can be found by key only. Use get(key) or get(key, asOfTimestamp).");
    }
}
