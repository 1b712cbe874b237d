package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.spring.autoconfigure.query.QueryRefusedException;
import io.millrace.streams.spring.autoconfigure.query.StorePage;
import io.millrace.streams.spring.autoconfigure.query.StoreQueries;
import io.millrace.streams.spring.autoconfigure.query.StoreQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Answers queries of state stores from this instance. What stores hold is business data, so the endpoint has to be given access
 * besides being exposed: {@code management.endpoint.streamsquery.access=read-only}.
 */
@WebEndpoint(id = StreamsQueryEndpoint.ID, defaultAccess = Access.NONE)
public final class StreamsQueryEndpoint {

    static final String ID = "streamsquery";

    private static final Logger log = LoggerFactory.getLogger(StreamsQueryEndpoint.class);

    private final StoreQueries queries;

    /** Makes the endpoint. */
    public StreamsQueryEndpoint(StoreQueries queries) {
        this.queries = queries;
    }

    /**
     * Reads entries of a store: of one {@code key}; of the keys with a {@code prefix}, or from {@code fromKey} to
     * {@code toKey}, both included; or all. In a window store, of the windows that start at {@code from} or later and at
     * {@code to} or earlier.
     */
    @ReadOperation
    public WebEndpointResponse<Object> query(
            @Selector String topology,
            @Selector String store,
            @Nullable String key,
            @Nullable String prefix,
            @Nullable String fromKey,
            @Nullable String toKey,
            @Nullable String keyType,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer limit,
            @Nullable String cursor) {
        StoreQuery query = new StoreQuery(
                topology,
                store,
                new StoreQuery.Keys(key, prefix, fromKey, toKey, keyType),
                from,
                to,
                new StoreQuery.Page(limit, cursor));
        try {
            return new WebEndpointResponse<>(Answer.of(query, queries.answer(query)));
        } catch (QueryRefusedException e) {
            return new WebEndpointResponse<>(
                    new Problem(e.reason(), String.valueOf(e.getMessage()), e.retryAfterMillis()), status(e.kind()));
        } catch (RuntimeException e) {
            log.warn("A query of store {} of topology {} failed", store, topology, e);
            return new WebEndpointResponse<>(
                    new Problem("failed", "The query failed; the log of the application tells why.", null),
                    WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR);
        }
    }

    private static int status(QueryRefusedException.Kind kind) {
        return switch (kind) {
            case BAD_REQUEST -> WebEndpointResponse.STATUS_BAD_REQUEST;
            case NOT_FOUND -> WebEndpointResponse.STATUS_NOT_FOUND;
            case TOO_MANY -> WebEndpointResponse.STATUS_TOO_MANY_REQUESTS;
            case UNAVAILABLE -> WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE;
        };
    }

    record Answer(String topology, String store, String type, List<StorePage.Entry> entries, Source source, Paging page)
            implements OperationResponseBody {

        static Answer of(StoreQuery query, StorePage page) {
            return new Answer(
                    query.topology(),
                    query.store(),
                    page.type(),
                    page.entries(),
                    new Source(true, page.partitions()),
                    new Paging(page.limit(), page.next()));
        }
    }

    record Source(boolean local, List<Integer> partitions) {}

    record Paging(int limit, @Nullable String next) {}
}
