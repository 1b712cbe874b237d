package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.spring.StateQueryException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The endpoint {@code streamsquery} over HTTP, where a parameter can be given twice. As text, its values would be joined with commas
 * to one that nobody gave; so parameters are taken as they come, one value as text and several as a list.
 */
@EndpointWebExtension(endpoint = StreamsQueryEndpoint.class)
public final class StreamsQueryEndpointWebExtension {

    private final StreamsQueryEndpoint endpoint;

    StreamsQueryEndpointWebExtension(StreamsQueryEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Reads entries of a store. */
    @ReadOperation
    public WebEndpointResponse<Object> query(
            @Selector String topology,
            @Selector String store,
            @Nullable Object key,
            @Nullable Object prefix,
            @Nullable Object fromKey,
            @Nullable Object toKey,
            @Nullable Object keyType,
            @Nullable Object from,
            @Nullable Object to,
            @Nullable Object scope,
            @Nullable Object partition,
            @Nullable Object stale,
            @Nullable Object limit,
            @Nullable Object cursor) {
        try {
            return endpoint.query(
                    topology,
                    store,
                    QueryParameters.single("key", key),
                    QueryParameters.single("prefix", prefix),
                    QueryParameters.single("fromKey", fromKey),
                    QueryParameters.single("toKey", toKey),
                    QueryParameters.single("keyType", keyType),
                    QueryParameters.single("from", from),
                    QueryParameters.single("to", to),
                    QueryParameters.single("scope", scope),
                    QueryParameters.single("partition", partition),
                    QueryParameters.single("stale", stale),
                    QueryParameters.single("limit", limit),
                    QueryParameters.single("cursor", cursor));
        } catch (StateQueryException e) {
            return Problem.badRequest(e.reason(), String.valueOf(e.getMessage()));
        }
    }
}
