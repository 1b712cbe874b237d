package io.millrace.streams.spring.autoconfigure.query;

import java.time.Duration;

/**
 * How much a query may take.
 *
 * @param maxResults most entries of a page
 * @param maxConcurrent most queries at a time
 * @param maxBodyBytes most bytes of an answer
 * @param timeout how long a query may take
 * @param stale whether copies may be read that follow the state
 */
public record QueryBounds(int maxResults, int maxConcurrent, long maxBodyBytes, Duration timeout, Staleness stale) {

    static final int DEFAULT_LIMIT = 100;
    static final int LONGEST_KEY = 8 * 1024;

    /**
     * Whether copies may be read that follow the state.
     *
     * @param allowed whether they may at all
     * @param maxLag how many changelog records they may be behind
     */
    public record Staleness(boolean allowed, long maxLag) {}
}
