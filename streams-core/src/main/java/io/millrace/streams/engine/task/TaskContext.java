package io.millrace.streams.engine.task;

import io.millrace.streams.StreamsMetrics;
import io.millrace.streams.engine.config.TaskSettings;
import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.log.RecordSink;
import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.metrics.Meter;
import io.millrace.streams.engine.metrics.MetricScope;
import io.millrace.streams.engine.metrics.StoreMeter;
import io.millrace.streams.engine.metrics.StoreMetering;
import io.millrace.streams.engine.metrics.StoreOperation;
import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.engine.state.OriginScope;
import io.millrace.streams.engine.state.StoreHost;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.processor.CommitCallback;
import io.millrace.streams.processor.StateRestoreCallback;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.api.RecordMetadata;
import java.io.File;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all nodes and stores of a task share, and the holder of the one record in hand. Owned by the thread that owns the task.
 */
final class TaskContext implements StoreHost, OriginScope, DroppedRecords, StoreMetering {

    private static final Logger log = LoggerFactory.getLogger(TaskContext.class);

    private final TaskId taskId;
    private final TaskServices services;
    private final RecordSink sink;
    private final File directory;
    private final Meter dropped;
    private final NodeMeters nodeMeters;
    private final Map<String, StateStore> stores = new LinkedHashMap<>();
    private final Punctuations streamTimePunctuations = new Punctuations();
    private final Punctuations wallClockPunctuations = new Punctuations();
    private final StreamTime streamTime = new StreamTime();
    private final CommittedNotes notes = new CommittedNotes();
    private @Nullable TaskState state;
    private RecordOrigin origin = idleOrigin(StreamTime.UNKNOWN);
    private long stepTimeMs;
    private boolean commitRequested;

    TaskContext(TaskId taskId, TaskServices services, File directory, Meter dropped, NodeMeters nodeMeters) {
        this.taskId = taskId;
        this.services = services;
        this.sink = InterceptedSink.of(services.sink(), services.settings().interceptor());
        this.directory = directory;
        this.dropped = dropped;
        this.nodeMeters = nodeMeters;
        this.stepTimeMs = services.clock().nowMs();
    }

    /** The record in hand while there is none: a punctuation's. */
    static RecordOrigin idleOrigin(long timestampMs) {
        return new RecordOrigin(null, -1, -1L, timestampMs, new RecordHeaders(), null, null);
    }

    /** Whether this is the task that fills the global stores, which knows no stream time and no punctuation. */
    boolean isGlobal() {
        return taskId.equals(GlobalPlan.TASK);
    }

    void bind(TaskState taskState) {
        this.state = taskState;
    }

    boolean hasState() {
        return state != null;
    }

    /** What operators keep with the committed positions. */
    CommittedNotes notes() {
        return notes;
    }

    void addStore(StateStore store) {
        stores.put(store.name(), store);
    }

    Map<String, StateStore> stores() {
        return stores;
    }

    Punctuations streamTimePunctuations() {
        return streamTimePunctuations;
    }

    Punctuations wallClockPunctuations() {
        return wallClockPunctuations;
    }

    StreamTime streamTime() {
        return streamTime;
    }

    TaskServices services() {
        return services;
    }

    /** Where nodes send records, to topics other than changelogs. */
    RecordSink sink() {
        return sink;
    }

    TaskSettings settings() {
        return services.settings();
    }

    /** The wall clock as of the step that runs. */
    long stepTimeMs() {
        return stepTimeMs;
    }

    void stepTimeMs(long nowMs) {
        this.stepTimeMs = nowMs;
    }

    void requestCommit() {
        commitRequested = true;
    }

    boolean takeCommitRequest() {
        boolean requested = commitRequested;
        commitRequested = false;
        return requested;
    }

    boolean commitRequested() {
        return commitRequested;
    }

    /** Counts a write that a store refused. */
    @Override
    public void dropped(String reason) {
        dropped("a store", reason);
    }

    void dropped(String node, String reason) {
        dropped.mark(1, stepTimeMs);
        log.debug(
                "Task {} dropped a record at {}: {}. topic={} partition={} offset={}",
                taskId,
                node,
                reason,
                origin.topic(),
                origin.partition(),
                origin.offset());
    }

    @Override
    public StoreMeter storeMeter(String tag, String store, Set<StoreOperation> timed) {
        MetricScope scope = services.metrics()
                .scope(Map.of("thread-id", services.threadName(), "task-id", taskId.toString(), tag, store));
        return new StoreMeter(scope, timed, services.clock());
    }

    NodeMeters nodeMeters() {
        return nodeMeters;
    }

    @Override
    public RecordOrigin current() {
        return origin;
    }

    @Override
    public void enter(RecordOrigin next) {
        this.origin = next;
    }

    @Override
    public TaskState taskState() {
        if (state == null) {
            throw new IllegalStateException("Task " + taskId + " has no state yet");
        }
        return state;
    }

    @Override
    public String applicationId() {
        return settings().applicationId();
    }

    @Override
    public TaskId taskId() {
        return taskId;
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        RecordOrigin current = origin;
        String topic = current.topic();
        return topic == null
                ? Optional.empty()
                : Optional.of(new SourceMetadata(topic, current.partition(), current.offset()));
    }

    @Override
    public Serde<?> keySerde() {
        return settings().serdes().key();
    }

    @Override
    public Serde<?> valueSerde() {
        return settings().serdes().value();
    }

    @Override
    public File stateDir() {
        return directory;
    }

    @Override
    public StreamsMetrics metrics() {
        return services.metrics();
    }

    @Override
    public void register(StateStore store, StateRestoreCallback restoreCallback) {
        taskState().host(store, restoreCallback, null);
    }

    @Override
    public void register(StateStore store, StateRestoreCallback restoreCallback, CommitCallback commitCallback) {
        taskState().host(store, restoreCallback, commitCallback);
    }

    @Override
    public Map<String, Object> appConfigs() {
        return settings().configs();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        Map<String, Object> found = new HashMap<>();
        settings().configs().forEach((name, value) -> {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    private record SourceMetadata(String topic, int partition, long offset) implements RecordMetadata {}
}
