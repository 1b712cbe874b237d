package io.millrace.streams.engine.state.view;

import io.millrace.streams.state.HeadersBytesStore;
import org.apache.kafka.common.utils.Bytes;

/** A store of bytes whose values start with their headers, as a supplier of ours gives it to those who wrap it. */
final class RawHeadersKeyValueView extends KeyValueView<Bytes, byte[]> implements HeadersBytesStore {

    RawHeadersKeyValueView(KeyValueOrigin<Bytes, byte[]> origin) {
        super(origin);
    }
}
