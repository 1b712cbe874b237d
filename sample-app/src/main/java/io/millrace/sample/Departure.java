package io.millrace.sample;

/**
 * A flight with the airport it left.
 *
 * @param flight the flight
 * @param airport its origin
 */
record Departure(Flight flight, Airport airport) {

    String state() {
        return airport.state();
    }
}
