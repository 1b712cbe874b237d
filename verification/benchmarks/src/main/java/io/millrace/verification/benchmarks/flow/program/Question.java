package io.millrace.verification.benchmarks.flow.program;

/** What a running application is asked. */
public enum Question {
    /** The count of a key. */
    POINT,
    /** The counts of a key and the {@link #RANGE_KEYS} that follow. */
    RANGE,
    /** The counts of a key in the windows of the last {@link #WINDOWS_MILLIS}. */
    WINDOWS;

    /** How many keys follow the first of a range. */
    public static final int RANGE_KEYS = 99;

    /** From what time before the last. */
    public static final long WINDOWS_MILLIS = 100_000;
}
