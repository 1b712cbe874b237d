/**
 * A flight board: real flights, replayed through Kafka, counted and averaged by Millrace, and read over HTTP.
 *
 * <p>Read {@link io.millrace.sample.FlightsByAirportTopology} first; the rest feeds it and shows variations.
 */
@NullMarked
package io.millrace.sample;

import org.jspecify.annotations.NullMarked;
