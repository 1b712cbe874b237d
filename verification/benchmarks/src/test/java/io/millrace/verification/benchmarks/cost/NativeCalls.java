package io.millrace.verification.benchmarks.cost;

/** How often native code was called. Told by what {@link CountingLoader} puts into the classes; one thread. */
public final class NativeCalls {

    private static long total;

    private NativeCalls() {}

    /** Called before each of them. */
    public static void count() {
        total++;
    }

    /** So far. */
    public static long total() {
        return total;
    }
}
