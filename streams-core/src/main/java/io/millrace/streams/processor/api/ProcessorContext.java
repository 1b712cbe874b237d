package io.millrace.streams.processor.api;

import org.jspecify.annotations.Nullable;

/**
 * What a task offers a {@link Processor}. Valid on the thread that owns the task.
 *
 * @param <KForward> the type of the keys that may be forwarded
 * @param <VForward> the type of the values that may be forwarded
 */
public interface ProcessorContext<KForward extends @Nullable Object, VForward extends @Nullable Object>
        extends ProcessingContext {

    /**
     * Forwards a record to all child nodes, which process it before the call returns.
     *
     * <p>Forward a record of its own, or copy it first, if its headers are to be changed: children share the record's headers.
     *
     * @param <K> the type of the key
     * @param <V> the type of the value
     * @param record the record
     */
    <K extends KForward, V extends VForward> void forward(Record<K, V> record);

    /**
     * Forwards a record to one child node, which processes it before the call returns.
     *
     * @param <K> the type of the key
     * @param <V> the type of the value
     * @param record the record
     * @param childName the name of the node; null for all children
     * @throws io.millrace.streams.errors.StreamsException if the processor has no child of that name
     */
    <K extends KForward, V extends VForward> void forward(Record<K, V> record, @Nullable String childName);
}
