package io.millrace.streams.engine.state.view;

import io.millrace.streams.state.TimestampedBytesStore;
import org.apache.kafka.common.utils.Bytes;

/** A store of bytes whose values start with their timestamp, as a supplier of ours gives it to those who wrap it. */
final class RawTimestampedKeyValueView extends KeyValueView<Bytes, byte[]> implements TimestampedBytesStore {

    RawTimestampedKeyValueView(KeyValueOrigin<Bytes, byte[]> origin) {
        super(origin);
    }
}
