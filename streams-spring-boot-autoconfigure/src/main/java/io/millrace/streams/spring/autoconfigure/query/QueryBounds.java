package io.millrace.streams.spring.autoconfigure.query;

import java.time.Duration;

/**
 * How much a query may take.
 *
 * @param maxResults most entries of a page
 * @param maxConcurrent most queries at a time
 * @param maxBodyBytes most bytes of a page, about
 * @param timeout how long a page may take to read
 */
public record QueryBounds(int maxResults, int maxConcurrent, long maxBodyBytes, Duration timeout) {

    static final int DEFAULT_LIMIT = 100;
    static final int LONGEST_KEY = 8 * 1024;
}
