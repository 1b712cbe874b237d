package io.millrace.streams.engine.state;

import io.millrace.streams.KeyValue;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.BatchingStateRestoreCallback;
import io.millrace.streams.processor.CommitCallback;
import io.millrace.streams.processor.StateRestoreCallback;
import io.millrace.streams.processor.StateStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A store that the user made: it keeps its own bytes, and takes part in restore and commit by what it registered. */
record ForeignStore(
        StateStore store,
        @Nullable StateRestoreCallback restoreCallback,
        @Nullable CommitCallback commitCallback) {

    String name() {
        return store.name();
    }

    boolean isPersistent() {
        return store.persistent();
    }

    OptionalLong committedOffset(TopicPartition changelog) {
        Long offset = store.committedOffset(changelog);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Hands the records over; where the changelog is written by us, in the layout that the store was written with. */
    @SuppressWarnings("NullAway") // a null value is a removal, which the value type does not say
    void restore(List<ConsumerRecord<byte[], byte[]>> batch, @Nullable StoreBuffer log) {
        if (restoreCallback == null) {
            return;
        }
        List<KeyValue<byte[], byte[]>> entries = new ArrayList<>(batch.size());
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            if (record.key() != null) {
                byte[] value = log == null ? record.value() : log.foreignValue(record);
                entries.add(new KeyValue<>(record.key(), value));
            }
        }
        if (restoreCallback instanceof BatchingStateRestoreCallback batching) {
            batching.restoreAll(entries);
        } else {
            entries.forEach(entry -> restoreCallback.restore(entry.key, entry.value));
        }
    }

    void commit(Map<TopicPartition, Long> positions) {
        store.commit(positions);
        if (commitCallback == null) {
            return;
        }
        try {
            commitCallback.onCommit();
        } catch (IOException e) {
            throw new StreamsException("The commit callback of store '" + name() + "' failed.", e);
        }
    }
}
