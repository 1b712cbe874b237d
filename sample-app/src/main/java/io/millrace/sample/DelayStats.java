package io.millrace.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Delays of the flights that left a state within a window.
 *
 * @param count flights that left
 * @param delayed those at least {@link #DELAYED_FROM_MINUTES} late
 * @param totalDelayMinutes sum of the delays; early flights count negative
 * @param averageDelayMinutes the mean, to two decimals
 * @param longestDelayMinutes the longest delay; negative if all were early
 * @param flights numbers of the flights counted, ascending
 */
record DelayStats(
        long count,
        long delayed,
        long totalDelayMinutes,
        double averageDelayMinutes,
        int longestDelayMinutes,
        List<Integer> flights) {

    /** From this many minutes on, the Bureau of Transportation Statistics calls a flight late. */
    static final int DELAYED_FROM_MINUTES = 15;

    static final DelayStats NONE = new DelayStats(0, 0, 0, 0, Integer.MIN_VALUE, List.of());

    /**
     * Adds a flight. After a crash the flights since the last commit come once more. Those of a state come from many
     * airports and so in no order, but they are few in a window: it remembers which it has counted.
     */
    DelayStats plus(Departure departure) {
        Flight flight = departure.flight();
        int found = Collections.binarySearch(flights, flight.number());
        if (found >= 0) {
            return this;
        }
        List<Integer> newFlights = new ArrayList<>(flights);
        newFlights.add(-found - 1, flight.number());
        long newTotal = totalDelayMinutes + flight.delayMinutes();
        return new DelayStats(
                newFlights.size(),
                flight.delayMinutes() >= DELAYED_FROM_MINUTES ? delayed + 1 : delayed,
                newTotal,
                Rounded.mean(newTotal, newFlights.size()),
                Math.max(longestDelayMinutes, flight.delayMinutes()),
                newFlights);
    }
}
