package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.autoconfigure.query.ListedStore;
import io.millrace.streams.spring.autoconfigure.query.StorePage;
import io.millrace.streams.spring.autoconfigure.query.StoreQueries;
import io.millrace.streams.spring.autoconfigure.query.StoreQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Answers queries of state stores, on whichever instance they are. What stores hold is business data, so the endpoint has to be given access
 * besides being exposed: {@code management.endpoint.streamsquery.access=read-only}. Over JMX an answer has the {@code status} and the
 * {@code body} that it has over HTTP.
 */
@Endpoint(id = StreamsQueryEndpoint.ID, defaultAccess = Access.NONE)
public final class StreamsQueryEndpoint {

    static final String ID = "streamsquery";

    private static final Logger log = LoggerFactory.getLogger(StreamsQueryEndpoint.class);

    private final StoreQueries queries;

    /** Makes the endpoint. */
    public StreamsQueryEndpoint(StoreQueries queries) {
        this.queries = queries;
    }

    /**
     * Lists the stores that can be asked for: of each the {@code topology}, the {@code store}, how many {@code partitions} it has
     * unless each instance has all of it, and the {@code type} unless nothing of it can be read on this instance.
     */
    @ReadOperation
    public WebEndpointResponse<Object> stores() {
        return new WebEndpointResponse<>(new Stores(queries.exposed()));
    }

    /**
     * Reads entries of a store: of one {@code key}; of the keys with a {@code prefix}, or from {@code fromKey} to
     * {@code toKey}, both included; or all. In a window store, of the windows that start at {@code from} or later and at
     * {@code to} or earlier; in a session store, of the sessions that overlap that time. One key, and given partitions, are read
     * wherever they are, unless {@code scope=local}; everything else is read on this instance, unless {@code scope=any}.
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
            @Nullable String scope,
            @Nullable String partition,
            @Nullable String stale,
            @Nullable String limit,
            @Nullable String cursor) {
        try {
            StoreQuery query = new StoreQuery(
                    topology,
                    store,
                    new StoreQuery.Keys(key, prefix, fromKey, toKey, keyType),
                    new StoreQuery.Times(from, to),
                    QueryParameters.place(scope, partition, stale),
                    new StoreQuery.Page(QueryParameters.limit(limit), cursor));
            return new WebEndpointResponse<>(Answer.of(query, queries.serve(query)));
        } catch (StateQueryException e) {
            return new WebEndpointResponse<>(
                    new Problem(e.reason(), String.valueOf(e.getMessage()), e.retryAfterMillis(), e.next()),
                    e.status());
        } catch (RuntimeException e) {
            log.warn("A query of topology {} failed", topology, e);
            return new WebEndpointResponse<>(
                    new Problem("failed", "The query failed; the log of the application tells why.", null),
                    WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR);
        }
    }

    record Stores(List<ListedStore> stores) implements OperationResponseBody {}

    record Answer(
            String topology,
            String store,
            String type,
            List<StorePage.Entry> entries,
            StateSource source,
            Paging page,
            boolean partial,
            List<Integer> missing)
            implements OperationResponseBody {

        static Answer of(StoreQuery query, StorePage page) {
            return new Answer(
                    query.topology(),
                    query.store(),
                    page.type(),
                    page.rows().stream().map(StorePage.Row::entry).toList(),
                    page.source(),
                    new Paging(page.limit(), page.next()),
                    !page.missing().isEmpty(),
                    page.missing());
        }
    }

    record Paging(int limit, @Nullable String next) {}
}
