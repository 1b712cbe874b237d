package io.millrace.streams.engine.operator;

import io.millrace.streams.StreamsMetrics;
import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.state.HeadersInHand;
import io.millrace.streams.engine.state.TaskNotes;
import io.millrace.streams.processor.Cancellable;
import io.millrace.streams.processor.CommitCallback;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.Punctuator;
import io.millrace.streams.processor.StateRestoreCallback;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.processor.api.RecordMetadata;
import io.millrace.streams.state.StoreBuilder;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Stands in for a task: keeps what an operator forwards and why it drops records, and gives it real stores on the heap. */
public final class OperatorContext<K, V>
        implements ProcessorContext<K, V>, StateStoreContext, DroppedRecords, HeadersInHand, TaskNotes {

    private final Map<String, StateStore> stores = new HashMap<>();
    private final List<Record<?, ?>> forwarded = new ArrayList<>();
    private final List<String> drops = new ArrayList<>();
    private final Map<String, LongSupplier> kept = new HashMap<>();
    private final Map<String, Long> noted = new HashMap<>();
    private long systemTimeMs;

    public <S extends StateStore> S add(StoreBuilder<S> builder) {
        S store = builder.build();
        store.init(this, store);
        stores.put(store.name(), store);
        return store;
    }

    public void add(StateStore store) {
        stores.put(store.name(), store);
    }

    /** What was forwarded since the last call, as {@code key=value@timestamp}. */
    public List<String> forwarded() {
        List<String> seen = forwarded.stream()
                .map(record -> record.key() + "=" + record.value() + "@" + record.timestamp())
                .toList();
        forwarded.clear();
        return seen;
    }

    public List<String> drops() {
        return drops;
    }

    @Override
    public <KOut extends K, VOut extends V> void forward(Record<KOut, VOut> record) {
        forwarded.add(record);
    }

    @Override
    public <KOut extends K, VOut extends V> void forward(Record<KOut, VOut> record, String childName) {
        forwarded.add(record);
    }

    @Override
    public void dropped(String reason) {
        drops.add(reason);
    }

    public void passSystemTime(Duration time) {
        systemTimeMs += time.toMillis();
    }

    /** Commits, and forgets all operators. */
    public void restart() {
        kept.forEach((name, value) -> noted.put(name, value.getAsLong()));
        kept.clear();
    }

    @Override
    public String operatorName() {
        return "operator";
    }

    @Override
    public Long noted(String name) {
        return noted.get(name);
    }

    @Override
    public void keep(String name, LongSupplier value) {
        kept.put(name, value);
    }

    @Override
    public Headers headersInHand() {
        return new RecordHeaders();
    }

    @Override
    public String applicationId() {
        return "app";
    }

    @Override
    public TaskId taskId() {
        return new TaskId(0, 0);
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.empty();
    }

    @Override
    public Serde<?> keySerde() {
        return Serdes.String();
    }

    @Override
    public Serde<?> valueSerde() {
        return Serdes.String();
    }

    @Override
    public File stateDir() {
        throw new UnsupportedOperationException("stateDir");
    }

    @Override
    public StreamsMetrics metrics() {
        throw new UnsupportedOperationException("metrics");
    }

    @Override
    @SuppressWarnings("unchecked") // The caller names the type.
    public <S extends StateStore> S getStateStore(String name) {
        return (S) stores.get(name);
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        throw new UnsupportedOperationException("schedule");
    }

    @Override
    public Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
        throw new UnsupportedOperationException("schedule");
    }

    @Override
    public void commit() {}

    @Override
    public void register(StateStore store, StateRestoreCallback stateRestoreCallback) {}

    @Override
    public void register(StateStore store, StateRestoreCallback stateRestoreCallback, CommitCallback commitCallback) {}

    @Override
    public Map<String, Object> appConfigs() {
        return Map.of();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return Map.of();
    }

    @Override
    public long currentSystemTimeMs() {
        return systemTimeMs;
    }

    @Override
    public long currentStreamTimeMs() {
        return 0;
    }
}
