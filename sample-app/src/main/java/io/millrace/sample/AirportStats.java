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
 */
record AirportStats(
        String name, String city, String state, long count, long totalDelayMinutes, double averageDelayMinutes) {

    static final AirportStats NONE = new AirportStats("", "", "", 0, 0, 0);

    AirportStats plus(Departure departure) {
        Airport airport = departure.airport();
        long newCount = count + 1;
        long newTotal = totalDelayMinutes + departure.flight().delayMinutes();
        return new AirportStats(
                airport.name(), airport.city(), airport.state(), newCount, newTotal, Rounded.mean(newTotal, newCount));
    }
}
