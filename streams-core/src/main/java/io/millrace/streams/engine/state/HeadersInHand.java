package io.millrace.streams.engine.state;

import org.apache.kafka.common.header.Headers;

/**
 * Knows the headers of the record in hand. The processor context that the engine gives to an operator is one of these, for what is
 * told at drain to carry the headers of the record that wrote it.
 */
@FunctionalInterface
public interface HeadersInHand {

    /** The headers; owned by the record, so copy them to change them. */
    Headers headersInHand();
}
