package io.millrace.streams.engine.assign;

import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives out items, the lowest rank first, while giving one out may raise the ranks of others. A rank must never fall.
 *
 * @param <T> the items
 * @param <R> what they are ranked by
 */
final class RisingQueue<T, R> {

    private final Function<T, R> rank;
    private final Comparator<R> order;
    private final PriorityQueue<Entry<T, R>> entries;

    private record Entry<T, R>(T item, R rank) {}

    RisingQueue(Collection<T> items, Function<T, R> rank, Comparator<R> order) {
        this.rank = rank;
        this.order = order;
        this.entries = new PriorityQueue<>(Comparator.comparing(Entry::rank, order));
        items.forEach(this::offer);
    }

    void offer(T item) {
        entries.add(new Entry<>(item, rank.apply(item)));
    }

    /** Takes out the item of the lowest rank, null if there is none. Ranks that rose since an item was put in are found out here. */
    @Nullable
    T poll() {
        for (Entry<T, R> entry = entries.poll(); entry != null; entry = entries.poll()) {
            if (order.compare(rank.apply(entry.item()), entry.rank()) <= 0) {
                return entry.item();
            }
            offer(entry.item());
        }
        return null;
    }
}
