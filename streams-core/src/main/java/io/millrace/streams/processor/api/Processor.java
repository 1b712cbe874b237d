package io.millrace.streams.processor.api;

import org.jspecify.annotations.Nullable;

/**
 * Processes records one at a time, and may keep state and forward records to its children in the topology.
 *
 * <p>Each task has an instance of its own, which the thread that owns the task calls: {@link #init}, then {@link #process} for
 * each record, then {@link #close}. An instance may be initialised again after it was closed.
 *
 * @param <KIn> the type of the input keys
 * @param <VIn> the type of the input values
 * @param <KOut> the type of the forwarded keys
 * @param <VOut> the type of the forwarded values
 */
@FunctionalInterface
public interface Processor<
        KIn extends @Nullable Object,
        VIn extends @Nullable Object,
        KOut extends @Nullable Object,
        VOut extends @Nullable Object> {

    /**
     * Prepares the processor: the place to fetch state stores and to schedule punctuators. Does nothing unless overridden.
     *
     * @param context what the task offers the processor, until it is closed
     */
    default void init(ProcessorContext<KOut, VOut> context) {}

    /**
     * Processes a record.
     *
     * @param record the record
     */
    void process(Record<KIn, VIn> record);

    /**
     * Frees what the processor holds. State stores are closed by the library. Does nothing unless overridden.
     */
    default void close() {}
}
