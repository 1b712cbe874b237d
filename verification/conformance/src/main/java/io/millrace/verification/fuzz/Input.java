package io.millrace.verification.fuzz;

/**
 * One step of the script: a record, or, if {@code topic} is {@link #CLOCK}, the wall clock moving on by {@code time} ms.
 *
 * @param topic which source's topic
 * @param key which key; {@link #NULL} for none
 * @param value which value; {@link #NULL} for none, {@link #CORRUPT} for bytes that no serde reads
 * @param time event time in ms since the start of the program
 * @param headers how many headers
 */
public record Input(int topic, int key, int value, long time, int headers) {

    public static final int CLOCK = -1;
    public static final int NULL = -1;
    public static final int CORRUPT = -2;
}
