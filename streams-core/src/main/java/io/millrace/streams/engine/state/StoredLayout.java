package io.millrace.streams.engine.state;

import io.millrace.streams.engine.state.StoreSpec.Flavour;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.errors.ProcessorStateException;
import io.millrace.streams.processor.TaskId;

/** How keys and values are laid out, as a number that is kept with the state: what a number means must not change. */
public record StoredLayout(long number) {

    /** How the names begin of the marks under which a backend keeps these numbers: {@code layout/<store>}. */
    public static final String PREFIX = "layout/";

    private static final long FORMATS = 100;

    static StoredLayout of(StoreSpec spec) {
        return new StoredLayout(numberOf(spec.flavour()) * FORMATS + numberOf(spec.format()));
    }

    static String markOf(StoreSpec spec) {
        return PREFIX + spec.name();
    }

    /** Refuses to go on as a store without headers if this is one with them, since they would be lost in silence. */
    void requireNoLoss(StoreSpec spec, TaskId task) {
        if (hasHeaders() && !spec.format().hasHeaders()) {
            String now = spec.format().hasTimestamp() ? "timestamped" : "regular";
            throw new ProcessorStateException("Store '" + spec.name() + "' of task " + task
                    + " is a headers-aware store and cannot be opened as a " + now
                    + " store; it may have been created with incompatible settings. Downgrade from headers-aware to "
                    + now + " store is not supported, because the headers would be lost. To go back nevertheless,"
                    + " delete the local state with KafkaStreams.cleanUp(): it is restored without headers from the"
                    + " changelog.");
        }
    }

    private boolean hasHeaders() {
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
