package io.millrace.streams.engine.operator.table;

import io.millrace.streams.StreamsMetrics;
import io.millrace.streams.engine.state.HeadersInHand;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.Cancellable;
import io.millrace.streams.processor.ProcessorContext;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.Punctuator;
import io.millrace.streams.processor.StateRestoreCallback;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.To;
import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.processor.api.RecordMetadata;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * What a transformer of values sees of its task. It computes values and sends nothing, so it cannot forward. While a row is looked
 * up, the record in hand is that of whoever looks it up: its topic, offset and headers say nothing of the row, and are not shown.
 */
final class TransformerContext implements ProcessorContext {

    private static final int NO_PARTITION = -1;
    private static final long NO_OFFSET = -1;

    /** Whose the record in hand is. */
    enum Record {
        OF_ROW,
        OF_OTHERS
    }

    private final ProcessingContext context;
    private final Record record;
    private long timestampMs;

    TransformerContext(ProcessingContext context, Record record) {
        this.context = context;
        this.record = record;
    }

    /** Sets the timestamp of the row in hand. */
    void at(long rowTimestampMs) {
        timestampMs = rowTimestampMs;
    }

    @Override
    public String applicationId() {
        return context.applicationId();
    }

    @Override
    public TaskId taskId() {
        return context.taskId();
    }

    @Override
    public Serde<?> keySerde() {
        return context.keySerde();
    }

    @Override
    public Serde<?> valueSerde() {
        return context.valueSerde();
    }

    @Override
    public File stateDir() {
        return context.stateDir();
    }

    @Override
    public StreamsMetrics metrics() {
        return context.metrics();
    }

    @Override
    public void register(StateStore store, StateRestoreCallback stateRestoreCallback) {
        throw new StreamsException("A transformer of values cannot register store '" + store.name()
                + "': add it to the builder, and name it to transformValues.");
    }

    @Override
    public <S extends StateStore> S getStateStore(String name) {
        return context.getStateStore(name);
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        return context.schedule(interval, type, callback);
    }

    @Override
    public Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
        return context.schedule(startTime, interval, type, callback);
    }

    @Override
    public <K extends @Nullable Object, V extends @Nullable Object> void forward(K key, V value) {
        throw cannotForward();
    }

    @Override
    public <K extends @Nullable Object, V extends @Nullable Object> void forward(K key, V value, To to) {
        throw cannotForward();
    }

    private static StreamsException cannotForward() {
        return new StreamsException(
                "ProcessorContext#forward() cannot be called from a transformer of values: what it returns"
                        + " is the new value. Use process() on toStream() to send records of your own.");
    }

    @Override
    public void commit() {
        context.commit();
    }

    @Override
    public @Nullable String topic() {
        return metadata().map(RecordMetadata::topic).orElse(null);
    }

    @Override
    public int partition() {
        return metadata().map(RecordMetadata::partition).orElse(NO_PARTITION);
    }

    @Override
    public long offset() {
        return metadata().map(RecordMetadata::offset).orElse(NO_OFFSET);
    }

    private Optional<RecordMetadata> metadata() {
        return record == Record.OF_ROW ? context.recordMetadata() : Optional.empty();
    }

    @Override
    public Headers headers() {
        return record == Record.OF_ROW && context instanceof HeadersInHand hand
                ? hand.headersInHand()
                : new RecordHeaders();
    }

    @Override
    public long timestamp() {
        return timestampMs;
    }

    @Override
    public Map<String, Object> appConfigs() {
        return context.appConfigs();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return context.appConfigsWithPrefix(prefix);
    }

    @Override
    public long currentSystemTimeMs() {
        return context.currentSystemTimeMs();
    }

    @Override
    public long currentStreamTimeMs() {
        return context.currentStreamTimeMs();
    }
}
