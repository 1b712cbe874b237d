package io.millrace.streams.engine.operator;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.processor.api.ProcessingContext;

/** Finds who counts dropped records. */
public final class Drops {

    private static final DroppedRecords UNCOUNTED = reason -> {};

    private Drops() {}

    /** The context itself, if the engine made it; a user's test may bring a context that does not count. */
    public static DroppedRecords of(ProcessingContext context) {
        return context instanceof DroppedRecords counted ? counted : UNCOUNTED;
    }
}
