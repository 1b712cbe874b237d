package io.millrace.streams.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer was read.
 *
 * @param host the instance, as {@code host:port}; null if this instance has no address, or several instances answered
 * @param local whether all of it was read on the instance that was asked
 * @param role {@code active} if all of it was read where it is written, else {@code standby}: then it may be behind
 * @param partitions the partitions that were read; none of a global store, which has none
 * @param lag by how many changelog records the partition was behind that was most so; 0 of active ones
 * @param localOnly why no other instance can be asked, null if others can
 */
public record StateSource(
        @Nullable String host,
        boolean local,
        String role,
        List<Integer> partitions,
        long lag,
        @Nullable String localOnly) {

    /** The role of where the state is written. */
    public static final String ACTIVE = "active";

    /** The role of a copy that follows. */
    public static final String STANDBY = "standby";

    public StateSource {
        partitions = List.copyOf(partitions);
    }
}
