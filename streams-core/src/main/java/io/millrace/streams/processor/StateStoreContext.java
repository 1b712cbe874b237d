package io.millrace.streams.processor;

import io.millrace.streams.StreamsMetrics;
import io.millrace.streams.processor.api.RecordMetadata;
import java.io.File;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;

/** What a task offers its state stores. Valid on the thread that owns the task. */
public interface StateStoreContext {

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
     * Where the record that is being processed came from.
     *
     * @return the metadata; empty when no input record set off the processing, as in a punctuation
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
     * Registers a store, how it is restored from its changelog, and what it does at a commit.
     *
     * @param store the store
     * @param stateRestoreCallback restores one record; a {@link BatchingStateRestoreCallback} restores batches
     * @param commitCallback called at each commit of the task
     */
    void register(StateStore store, StateRestoreCallback stateRestoreCallback, CommitCallback commitCallback);

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
}
