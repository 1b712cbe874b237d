package io.millrace.verification.benchmarks.state;

import java.util.function.ObjIntConsumer;

/** Fills a store before it is measured. */
final class Filling {

    private static final int PER_COMMIT = 50_000;
    private static final int STRIDE = 1_000_003;

    private Filling() {}

    /** Puts the entries of these numbers, in an order that jumps about. */
    static <S> void of(StoreTask<S> task, int entries, ObjIntConsumer<S> put) {
        for (int done = 0; done < entries; done += PER_COMMIT) {
            int from = done;
            int to = Math.min(entries, done + PER_COMMIT);
            task.run(store -> {
                for (int i = from; i < to; i++) {
                    put.accept(store, shuffled(i, entries));
                }
                return 0;
            });
            task.forgetLog();
        }
    }

    /** The i-th of some numbers, in an order that jumps about. */
    static int shuffled(int i, int count) {
        // A stride comes by every number if it has no divisor in common with their count.
        return (int) ((long) i * (count % STRIDE == 0 ? 1 : STRIDE) % count);
    }
}
