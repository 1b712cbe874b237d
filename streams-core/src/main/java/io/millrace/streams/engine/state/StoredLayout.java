package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.StoreSpec.Flavour;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;

/** How keys and values are laid out, as a number that is kept with the state: what a number means must not change. */
record StoredLayout(long number) {

    private static final long FORMATS = 100;

    static StoredLayout of(StoreSpec spec) {
        return new StoredLayout(numberOf(spec.flavour()) * FORMATS + numberOf(spec.format()));
    }

    boolean hasHeaders() {
        long format = number % FORMATS;
        return format == numberOf(ValueFormat.HEADERS) || format == numberOf(ValueFormat.HEADERS_ONLY);
    }

    private static long numberOf(Flavour flavour) {
        return switch (flavour) {
            case KEY_VALUE -> 1;
            case WINDOW -> 2;
            case SESSION -> 3;
            case VERSIONED -> 4;
        };
    }

    private static long numberOf(ValueFormat format) {
        return switch (format) {
            case PLAIN -> 1;
            case TIMESTAMPED -> 2;
            case HELD_CHANGE -> 3;
            case HEADERS -> 4;
            case HEADERS_ONLY -> 5;
        };
    }
}
