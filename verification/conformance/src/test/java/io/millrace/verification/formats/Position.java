package io.millrace.verification.formats;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** A committed position, with the time of the partition that is kept with it. What else a library keeps there is its own. */
record Position(long offset, byte version, long partitionTimeMs) {

    static Position of(OffsetAndMetadata committed) {
        ByteBuffer metadata = ByteBuffer.wrap(Base64.getDecoder().decode(committed.metadata()));
        return new Position(committed.offset(), metadata.get(), metadata.getLong());
    }
}
