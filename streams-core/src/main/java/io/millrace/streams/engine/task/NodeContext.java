package io.millrace.streams.engine.task;

import io.millrace.streams.StreamsMetrics;
import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.metrics.OperatorMetering;
import io.millrace.streams.engine.state.HeadersInHand;
import io.millrace.streams.engine.state.SourceForward;
import io.millrace.streams.engine.state.TaskNotes;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.Cancellable;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.Punctuator;
import io.millrace.streams.processor.RecordContext;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.api.FixedKeyProcessorContext;
import io.millrace.streams.processor.api.FixedKeyRecord;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.processor.api.RecordMetadata;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * The context of one processor: forwards to this node's children, whoever calls it and when, so that a store's listener forwards
 * from the right place too. Owned by the thread that owns the task.
 */
final class NodeContext
        implements ProcessorContext<Object, Object>,
                FixedKeyProcessorContext<Object, Object>,
                DroppedRecords,
                HeadersInHand,
                SourceForward,
                TaskNotes,
                OperatorMetering {

    private final TaskContext task;
    private final ProcessorNode node;
    private final Set<String> storeNames;
    private final Node[] children;

    NodeContext(TaskContext task, ProcessorNode node, Set<String> storeNames, Node[] children) {
        this.task = task;
        this.node = node;
        this.storeNames = storeNames;
        this.children = children;
    }

    @Override
    @SuppressWarnings("unchecked") // A record of a subtype is a record of objects to the nodes that take it.
    public <K, V> void forward(Record<K, V> record) {
        RecordOrigin before = enter(record);
        try {
            for (Node child : children) {
                child.process((Record<Object, Object>) record);
            }
        } finally {
            task.enter(before);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // As above.
    public <K, V> void forward(Record<K, V> record, @Nullable String childName) {
        if (childName == null) {
            forward(record);
            return;
        }
        Node child = child(childName);
        RecordOrigin before = enter(record);
        try {
            child.process((Record<Object, Object>) record);
        } finally {
            task.enter(before);
        }
    }

    @Override
    public <K, V> void forward(FixedKeyRecord<K, V> record) {
        forward(new Record<>(record.key(), record.value(), record.timestamp(), record.headers()));
    }

    @Override
    public <K, V> void forward(FixedKeyRecord<K, V> record, @Nullable String childName) {
        forward(new Record<>(record.key(), record.value(), record.timestamp(), record.headers()), childName);
    }

    @Override
    public RecordContext source() {
        return task.current();
    }

    @Override
    public void forwardFrom(RecordContext source, Record<?, ?> record) {
        RecordOrigin before = task.current();
        task.enter(new RecordOrigin(
                source.topic(),
                source.partition(),
                source.offset(),
                record.timestamp(),
                record.headers(),
                source.sourceRawKey(),
                source.sourceRawValue()));
        try {
            forward(record);
        } finally {
            task.enter(before);
        }
    }

    /** Puts a record with the forwarded time and headers in hand, unless it has them already. */
    private RecordOrigin enter(Record<?, ?> record) {
        RecordOrigin before = task.current();
        if (record.timestamp() != before.timestampMs() || record.headers() != before.headers()) {
            task.enter(new RecordOrigin(
                    before.topic(),
                    before.partition(),
                    before.offset(),
                    record.timestamp(),
                    record.headers(),
                    before.rawKey(),
                    before.rawValue()));
        }
        return before;
    }

    private Node child(String childName) {
        for (Node child : children) {
            if (child.name().equals(childName)) {
                return child;
            }
        }
        throw new StreamsException("Processor '" + node.name() + "' has no child '" + childName
                + "' to forward to; connect it, or name one of its children");
    }

    @Override
    public void dropped(String reason) {
        task.dropped(node.name(), reason);
    }

    @Override
    public MetricScope metricsOf(Map<String, String> tags) {
        return task.nodeMeters().scope(tags);
    }

    @Override
    public long nanoTime() {
        return task.services().clock().nanoTime();
    }

    @Override
    public String operatorName() {
        return node.name();
    }

    @Override
    public @Nullable Long noted(String name) {
        return task.notes().noted(name);
    }

    @Override
    public void keep(String name, LongSupplier value) {
        task.notes().keep(name, value);
    }

    @Override
    public String applicationId() {
        return task.applicationId();
    }

    @Override
    public TaskId taskId() {
        return task.taskId();
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return task.recordMetadata();
    }

    @Override
    public Serde<?> keySerde() {
        return task.keySerde();
    }

    @Override
    public Serde<?> valueSerde() {
        return task.valueSerde();
    }

    @Override
    public File stateDir() {
        return task.stateDir();
    }

    @Override
    public StreamsMetrics metrics() {
        return task.metrics();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The signature is the API's.
    public <S extends StateStore> S getStateStore(String name) {
        StateStore store = task.isGlobal() || storeNames.contains(name)
                ? task.stores().get(name)
                : task.services().globals().get(name);
        if (store == null) {
            throw new StreamsException("Processor '" + node.name() + "' has no access to store '" + name
                    + "'; connect it with Topology.connectProcessorAndStateStores, or by naming the store where the"
                    + " processor is added");
        }
        return (S) store;
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        long firstMs = switch (type) {
            case STREAM_TIME -> 0L;
            case WALL_CLOCK_TIME -> task.services().clock().nowMs() + intervalMs(interval);
        };
        return schedule(firstMs, intervalMs(interval), type, callback);
    }

    @Override
    public Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
        long startMs = startTime.toEpochMilli();
        if (startMs < 0) {
            throw new IllegalArgumentException("A punctuation cannot start at " + startTime + ", before 1970");
        }
        return schedule(startMs, intervalMs(interval), type, callback);
    }

    private Cancellable schedule(long firstMs, long intervalMs, PunctuationType type, Punctuator callback) {
        if (task.isGlobal()) {
            throw new UnsupportedOperationException("Processor '" + node.name()
                    + "' fills a global store, and so cannot schedule punctuations; it is called for records only");
        }
        Punctuations punctuations = switch (type) {
            case STREAM_TIME -> task.streamTimePunctuations();
            case WALL_CLOCK_TIME -> task.wallClockPunctuations();
        };
        return punctuations.schedule(node, firstMs, intervalMs, callback);
    }

    private static long intervalMs(Duration interval) {
        long intervalMs = interval.toMillis();
        if (intervalMs < 1) {
            throw new IllegalArgumentException("A punctuation's interval must be at least 1 ms, but it is " + interval);
        }
        return intervalMs;
    }

    @Override
    public void commit() {
        task.requestCommit();
    }

    @Override
    public Headers headersInHand() {
        return task.current().headers();
    }

    @Override
    public Map<String, Object> appConfigs() {
        return task.appConfigs();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return task.appConfigsWithPrefix(prefix);
    }

    @Override
    public long currentSystemTimeMs() {
        return task.stepTimeMs();
    }

    @Override
    public long currentStreamTimeMs() {
        if (task.isGlobal()) {
            throw new UnsupportedOperationException("Processor '" + node.name()
                    + "' fills a global store, for which there is no stream time; use the times of its records");
        }
        return task.streamTime().nowMs();
    }
}
