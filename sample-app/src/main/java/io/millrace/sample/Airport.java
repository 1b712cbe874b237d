package io.millrace.sample;

/**
 * An airport.
 *
 * @param iata its code
 * @param name its name
 * @param city the city it belongs to
 * @param state two letters, or NA outside the states
 * @param country the country
 */
record Airport(String iata, String name, String city, String state, String country) {}
