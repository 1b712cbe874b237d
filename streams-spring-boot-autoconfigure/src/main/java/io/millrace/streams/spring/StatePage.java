package io.millrace.streams.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the entries that were asked for.
 *
 * @param entries the entries: partition by partition, and in the order of the serialised keys within a partition
 * @param source where they were read
 * @param missing the partitions of the store that the answer leaves out, because they are not on this instance and only that was
 *     asked, or because nobody could answer for them
 * @param next the cursor of the next page, null if this is the last
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public record StatePage<K, V>(
        List<StateEntry<K, V>> entries,
        StateSource source,
        List<Integer> missing,
        @Nullable String next) {

    public StatePage {
        entries = List.copyOf(entries);
        missing = List.copyOf(missing);
    }

    /** Whether partitions are left out. */
    public boolean partial() {
        return !missing.isEmpty();
    }
}
