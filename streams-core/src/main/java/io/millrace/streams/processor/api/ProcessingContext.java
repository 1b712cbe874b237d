package io.millrace.streams.processor.api;

import io.millrace.streams.StreamsMetrics;
import io.millrace.streams.processor.Cancellable;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.Punctuator;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;

/** What a task offers its processors, apart from forwarding. Valid on the thread that owns the task. */
public interface ProcessingContext {

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
     * Where the input record that set off the processing came from.
     *
     * @return the metadata; empty when no input record did, as in a punctuation
     */
    Optional<RecordMetadata> recordMetadata();

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
     * The directory where the task may keep files.
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
     * A state store that is connected to the processor.
     *
     * @param <S> the type of the store
     * @param name the name of the store
     * @return the store
     */
    <S extends StateStore> S getStateStore(String name);

    /**
     * Schedules a callback at an interval, for as long as the processor lives.
     *
     * <p>By stream time, the first call comes with the first record, and calls whose time is passed over are not made up for. By
     * wall-clock time, the first call comes one interval from now, and at most one overdue call is made.
     *
     * @param interval the time between two calls, at least one millisecond
     * @param type the clock to go by
     * @param callback what to run
     * @return the handle to cancel the schedule with
     * @throws IllegalArgumentException if the interval is shorter than one millisecond
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
     * @throws IllegalArgumentException if the interval is shorter than one millisecond
     */
    Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback);

    /** Asks for a commit as soon as the current record is processed. */
    void commit();

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
