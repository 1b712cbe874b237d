package io.millrace.sample;

/**
 * How far the replay has come.
 *
 * @param flights all flights of the file
 * @param published those that the topic holds, as far as the broker has confirmed them
 * @param finished whether that is all
 */
record Replay(int flights, int published, boolean finished) {

    Replay plusOne() {
        return new Replay(flights, published + 1, published + 1 == flights);
    }
}
