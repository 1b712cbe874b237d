package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.metrics.StoreOperation;
import io.millrace.streams.engine.state.view.VersionedBytes.Version;
import io.millrace.streams.state.VersionedRecord;
import io.millrace.streams.state.VersionedRecordIterator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Versions that were found, as objects. Used by one thread. */
final class VersionIterator<V> implements VersionedRecordIterator<V> {

    private final Iterator<Version> versions;
    private final Function<Version, VersionedRecord<V>> records;
    private final StoreMeters meters;

    VersionIterator(List<Version> versions, Function<Version, VersionedRecord<V>> records, StoreMeters meters) {
        this.versions = versions.iterator();
        this.records = records;
        this.meters = meters;
        meters.opened(this);
    }

    @Override
    public boolean hasNext() {
        return versions.hasNext();
    }

    @Override
    public VersionedRecord<V> next() {
        return records.apply(versions.next());
    }

    @Override
    public void close() {
        meters.closed(this, StoreOperation.GET);
    }
}
