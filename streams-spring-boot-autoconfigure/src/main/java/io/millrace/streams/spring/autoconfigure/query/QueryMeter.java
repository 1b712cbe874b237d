package io.millrace.streams.spring.autoconfigure.query;

import java.util.function.Supplier;

/** Measures how queries are answered. Called by any thread. */
public interface QueryMeter {

    /** Takes no notice. */
    QueryMeter NONE = (kind, topology, query) -> query.get();

    /** What is measured. */
    enum Kind {
        /** An answer to the application, to HTTP or JMX, or to another instance. */
        ANSWER,
        /** A request to another instance. */
        REMOTE
    }

    /**
     * Runs a query, and takes notice of how it ends.
     *
     * @param kind what is measured
     * @param topology name of a topology that there is
     * @param query the query
     */
    StorePage measure(Kind kind, String topology, Supplier<StorePage> query);
}
