package io.millrace.sample;

/**
 * What the board knows of an airport.
 *
 * @param name the airport's name
 * @param city the airport's city
 * @param state the airport's state
 * @param count flights that left it
 * @param totalDelayMinutes sum of their delays; early flights count negative
 * @param averageDelayMinutes the mean, to two decimals
 * @param lastFlight number of the last flight counted
 */
record AirportStats(
        String name,
        String city,
        String state,
        long count,
        long totalDelayMinutes,
        double averageDelayMinutes,
        int lastFlight) {

    static final AirportStats NONE = new AirportStats("", "", "", 0, 0, 0, 0);

    /**
     * Adds a flight. After a crash the flights since the last commit come once more; those of one airport come in the
     * order of their numbers, so the last number tells whether this one has been counted.
     */
    AirportStats plus(Departure departure) {
        Flight flight = departure.flight();
        if (flight.number() <= lastFlight) {
            return this;
        }
        Airport airport = departure.airport();
        long newCount = count + 1;
        long newTotal = totalDelayMinutes + flight.delayMinutes();
        return new AirportStats(
                airport.name(),
                airport.city(),
                airport.state(),
                newCount,
                newTotal,
                Rounded.mean(newTotal, newCount),
                flight.number());
    }
}
