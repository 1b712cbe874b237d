package io.millrace.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A flight, as its report tells it.
 *
 * @param number number of the flight, from 1, in the order in which flights are reported
 * @param departure when it left; the source's local time, read as UTC
 * @param delayMinutes negative when it was early
 * @param distanceMiles statute miles
 * @param origin IATA code of the airport it left
 * @param destination IATA code of the airport it went to
 */
record Flight(int number, Instant departure, int delayMinutes, int distanceMiles, String origin, String destination) {

    /** A report that does not tell these cannot be read. */
    Flight {
        Objects.requireNonNull(departure, "departure must not be null");
        Objects.requireNonNull(origin, "origin must not be null");
        Objects.requireNonNull(destination, "destination must not be null");
    }

    Flight withNumber(int other) {
        return new Flight(other, departure, delayMinutes, distanceMiles, origin, destination);
    }

    /** When the board hears of the flight: the delay after its departure, so often later than of flights that left later. */
    Instant reported() {
        return departure.plus(Duration.ofMinutes(delayMinutes));
    }
}
