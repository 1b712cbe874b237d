package io.millrace.streams.engine.operator.window;

import io.millrace.streams.engine.state.Expiring;
import io.millrace.streams.processor.StateStore;

/**
 * Walks over what a store may hold of a range of time, slice by slice: after a leap in time there may be more closed windows than
 * should be held in memory at once.
 */
final class Slices {

    private Slices() {}

    /** What is done with a slice. */
    @FunctionalInterface
    interface Action {

        /** Both times are in the slice. */
        void accept(long fromMs, long toMs);
    }

    /** Both times are in the range. */
    static void forEach(StateStore store, long fromMs, long toMs, Action action) {
        if (!(store instanceof Expiring expiring)) {
            if (fromMs <= toMs) {
                action.accept(fromMs, toMs);
            }
            return;
        }
        long lastMs = Math.min(toMs, expiring.latestMs());
        long nextMs = Math.max(fromMs, expiring.earliestMs());
        long sliceMs = expiring.segmentMs();
        while (nextMs <= lastMs) {
            long sliceEndMs = nextMs - nextMs % sliceMs + sliceMs - 1;
            action.accept(nextMs, Math.min(sliceEndMs, lastMs));
            nextMs = sliceEndMs + 1;
        }
    }
}
