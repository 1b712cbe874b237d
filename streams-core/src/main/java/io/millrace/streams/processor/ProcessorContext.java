package io.millrace.streams.processor;

import io.millrace.streams.StreamsMetrics;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * What a task offers its processors and transformers, in the form without types for the forwarded records.
 *
 * <p>New code meets {@link io.millrace.streams.processor.api.ProcessorContext} instead. Valid on the thread that owns the task.
 */
public interface ProcessorContext {

    /**
     * The id of the application.
     *
     * @return the value of {@code application.id}
     */
    String applicationId();

    /**
     * The id of the task.
     *
     * @return the id
     */
    TaskId taskId();

    /**
     * The default serde for keys.
     *
     * @return the serde of {@code default.key.serde}
     * @throws org.apache.kafka.common.config.ConfigException if none is configured
     */
    Serde<?> keySerde();

    /**
     * The default serde for values.
     *
     * @return the serde of {@code default.value.serde}
     * @throws org.apache.kafka.common.config.ConfigException if none is configured
     */
    Serde<?> valueSerde();

    /**
     * The directory where persistent stores of the task may keep their files.
     *
     * @return the directory, which exists
     */
    File stateDir();

    /**
     * The metrics of the client, to add sensors to.
     *
     * @return the metrics
     */
    StreamsMetrics metrics();

    /**
     * Registers a store, and how it is restored from its changelog.
     *
     * @param store the store
     * @param stateRestoreCallback restores one record; a {@link BatchingStateRestoreCallback} restores batches
     */
    void register(StateStore store, StateRestoreCallback stateRestoreCallback);

    /**
     * A state store that is connected to the processor.
     *
     * @param <S> the type of the store
     * @param name the name of the store
     * @return the store
     */
    <S extends StateStore> S getStateStore(String name);

    /**
     * Schedules a callback at an interval.
     *
     * @param interval the time between two calls, at least one millisecond
     * @param type the clock to go by
     * @param callback what to run
     * @return the handle to cancel the schedule with
     */
    Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback);

    /**
     * Schedules a callback at an interval, aligned with a start time.
     *
     * @param startTime when to call first; if it has passed, the next multiple of the interval after it
     * @param interval the time between two calls, at least one millisecond
     * @param type the clock to go by
     * @param callback what to run
     * @return the handle to cancel the schedule with
     */
    Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback);

    /**
     * Forwards a record to all child nodes, with the timestamp and headers of the current record.
     *
     * @param <K> the type of the key
     * @param <V> the type of the value
     * @param key the key
     * @param value the value
     */
    <K extends @Nullable Object, V extends @Nullable Object> void forward(K key, V value);

    /**
     * Forwards a record to chosen child nodes, or with another timestamp.
     *
     * @param <K> the type of the key
     * @param <V> the type of the value
     * @param key the key
     * @param value the value
     * @param to which children to forward to, and the timestamp
     */
    <K extends @Nullable Object, V extends @Nullable Object> void forward(K key, V value, To to);

    /** Asks for a commit as soon as the current record is processed. */
    void commit();

    /**
     * The topic of the current input record.
     *
     * @return the topic, or null when no input record set off the processing, as in a punctuation
     */
    @Nullable
    String topic();

    /**
     * The partition of the current input record.
     *
     * @return the partition, or -1 when no input record set off the processing
     */
    int partition();

    /**
     * The offset of the current input record.
     *
     * @return the offset, or -1 when no input record set off the processing
     */
    long offset();

    /**
     * The headers of the current record.
     *
     * @return the headers, empty when there are none
     */
    Headers headers();

    /**
     * The timestamp of the current record.
     *
     * @return the timestamp in milliseconds since the epoch
     */
    long timestamp();

    /**
     * The configuration of the application, as given, with values parsed where the key is known.
     *
     * @return the key-value pairs
     */
    Map<String, Object> appConfigs();

    /**
     * Those configurations of the application whose key begins with a prefix.
     *
     * @param prefix the prefix, which is removed from the keys of the result
     * @return the key-value pairs
     */
    Map<String, Object> appConfigsWithPrefix(String prefix);

    /**
     * The system's clock as the task sees it, which does not change while a record is processed.
     *
     * @return the time in milliseconds since the epoch
     */
    long currentSystemTimeMs();

    /**
     * The stream time of the task: the highest timestamp of the records it has processed.
     *
     * @return the time in milliseconds since the epoch, or -1 if no record was processed yet
     */
    long currentStreamTimeMs();
}
