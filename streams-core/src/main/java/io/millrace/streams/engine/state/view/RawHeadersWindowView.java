package io.millrace.streams.engine.state.view;

import io.millrace.streams.state.HeadersBytesStore;
import io.millrace.streams.state.TimestampedBytesStore;
import org.apache.kafka.common.utils.Bytes;

/** A window store of bytes whose values start with their headers, as a supplier of ours gives it to those who wrap it. */
final class RawHeadersWindowView extends WindowView<Bytes, byte[]> implements HeadersBytesStore, TimestampedBytesStore {

    RawHeadersWindowView(WindowOrigin<Bytes, byte[]> origin) {
        super(origin);
    }
}
