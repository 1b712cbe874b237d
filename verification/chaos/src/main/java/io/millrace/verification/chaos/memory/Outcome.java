package io.millrace.verification.chaos.memory;

/**
 * What one run showed.
 *
 * @param tasks how many there were
 * @param rows of the table
 * @param resident what the process took
 * @param work what it did
 * @param state the most that parts of the state took, and the limit of all, in bytes
 * @param counts the most of what is counted
 */
record Outcome(int tasks, long rows, Resident resident, Work work, State state, Counts counts) {

    /**
     * Memory that the kernel counts, in megabytes.
     *
     * @param peakOfLoad the most until the table was filled
     * @param peak the most of all
     * @param samples since the table was filled
     */
    record Resident(double peakOfLoad, double peak, Samples samples) {

        /** How much more was taken at the end than after the first quarter, as a part of that. */
        double growth() {
            return samples.at(1) / samples.at(0.25) - 1;
        }
    }

    /**
     * What was done.
     *
     * @param startSeconds until all tasks ran, from the start of the process
     * @param loadSeconds until the table was filled
     * @param updatesPerSecond after that
     * @param queriesPerSecond after that
     * @param refused queries that found no store
     * @param wrong answers, and rows that were not what was written last
     */
    record Work(
            double startSeconds,
            double loadSeconds,
            double updatesPerSecond,
            double queriesPerSecond,
            long refused,
            long wrong) {}

    /** The most that parts of the state took, and the limit of all, in bytes. */
    record State(long offHeap, long memtables, long buffers, long input, long max) {

        State(Figures figures) {
            this(figures.offHeap(), figures.memtables(), figures.buffers(), figures.input(), figures.max());
        }

        State most(State other) {
            return new State(
                    Math.max(offHeap, other.offHeap),
                    Math.max(memtables, other.memtables),
                    Math.max(buffers, other.buffers),
                    Math.max(input, other.input),
                    Math.max(max, other.max));
        }
    }

    /**
     * The most of what is counted.
     *
     * @param files open files and connections
     * @param metrics of the client, at recording level INFO
     */
    record Counts(long files, long metrics) {

        Counts(Figures figures) {
            this(figures.files(), figures.metrics());
        }

        Counts most(Counts other) {
            return new Counts(Math.max(files, other.files), Math.max(metrics, other.metrics));
        }
    }
}
