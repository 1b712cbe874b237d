package io.millrace.sample;

/**
 * Delays of the flights that left a state within a window.
 *
 * @param count flights that left
 * @param delayed those at least {@link #DELAYED_FROM_MINUTES} late
 * @param totalDelayMinutes sum of the delays; early flights count negative
 * @param averageDelayMinutes the mean, to two decimals
 * @param longestDelayMinutes the longest delay; negative if all were early
 */
record DelayStats(
        long count, long delayed, long totalDelayMinutes, double averageDelayMinutes, int longestDelayMinutes) {

    /** From this many minutes on, the Bureau of Transportation Statistics calls a flight late. */
    static final int DELAYED_FROM_MINUTES = 15;

    static final DelayStats NONE = new DelayStats(0, 0, 0, 0, Integer.MIN_VALUE);

    DelayStats plus(Departure departure) {
        int delay = departure.flight().delayMinutes();
        long newCount = count + 1;
        long newTotal = totalDelayMinutes + delay;
        return new DelayStats(
                newCount,
                delay >= DELAYED_FROM_MINUTES ? delayed + 1 : delayed,
                newTotal,
                Rounded.mean(newTotal, newCount),
                Math.max(longestDelayMinutes, delay));
    }
}
