package io.millrace.streams.spring;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a key is.
 *
 * @param partition its partition
 * @param active the instance that writes it, as {@code host:port}; null while that is not known
 * @param standbys the instances that follow, as {@code host:port}
 * @param local whether this instance is the one that writes it
 */
public record StateLocation(int partition, @Nullable String active, Set<String> standbys, boolean local) {

    public StateLocation {
        standbys = Set.copyOf(standbys);
    }
}
