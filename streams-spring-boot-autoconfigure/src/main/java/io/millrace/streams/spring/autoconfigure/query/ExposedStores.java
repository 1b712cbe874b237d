package io.millrace.streams.spring.autoconfigure.query;

import java.util.Set;
import org.springframework.util.PatternMatchUtils;

/**
 * The stores that may be read from outside the process: by callers of the endpoint, and so by other instances too.
 *
 * @param patterns {@code topology/store}, with asterisks for anything
 */
record ExposedStores(Set<String> patterns) {

    static final String PROPERTY = "streams.query.exposed-stores";
    static final ExposedStores ALL = new ExposedStores(Set.of("*"));

    ExposedStores {
        patterns = Set.copyOf(patterns);
    }

    boolean contains(StoreQuery query) {
        String asked = query.topology() + "/" + query.store();
        return patterns.stream().anyMatch(pattern -> PatternMatchUtils.simpleMatch(pattern, asked));
    }
}
