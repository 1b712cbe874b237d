package io.millrace.streams.engine.state.view;

import io.millrace.streams.state.HeadersBytesStore;
import org.apache.kafka.common.utils.Bytes;

/** A session store of bytes whose values start with their headers, as a supplier of ours gives it to those who wrap it. */
final class RawHeadersSessionView extends SessionView<Bytes, byte[]> implements HeadersBytesStore {

    RawHeadersSessionView(SessionOrigin<Bytes, byte[]> origin) {
        super(origin);
    }
}
