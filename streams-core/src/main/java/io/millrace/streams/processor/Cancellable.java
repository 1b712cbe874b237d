package io.millrace.streams.processor;

/** The handle of a scheduled {@link Punctuator}. */
@FunctionalInterface
public interface Cancellable {

    /** Stops the schedule: the punctuator does not run again. Calling it again has no effect. */
    void cancel();
}
