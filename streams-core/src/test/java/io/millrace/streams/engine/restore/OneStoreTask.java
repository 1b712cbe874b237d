package io.millrace.streams.engine.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.OriginScope;
import io.millrace.streams.engine.state.StateBackend;
import io.millrace.streams.engine.state.StateBackends;
import io.millrace.streams.engine.state.StateBatch;
import io.millrace.streams.engine.state.StoreBuffer;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.TaskStateSettings;
import io.millrace.streams.engine.state.TaskStateSettings.ChangelogTarget;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.task.FollowerTask;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.query.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A task with one store, "counts", in memory. */
final class OneStoreTask implements FollowerTask {

    private final TaskId id;
    private final Backend backend = new Backend();
    private final TaskState state;
    private final StoreBuffer store;
    private final TopicPartition input;
    private long remainingToRestore = -1;
    boolean closed;

    OneStoreTask(TopicPartition changelog) {
        this(changelog, new TopicPartition("input", changelog.partition()));
    }

    /** One whose input may be the changelog, too. What is committed of it tells how much of the changelog is. */
    OneStoreTask(TopicPartition changelog, TopicPartition input) {
        this.input = input;
        id = new TaskId(0, changelog.partition());
        state = new TaskState(
                new TaskStateSettings(id, Map.of("counts", new ChangelogTarget(changelog, true)), List.of("counts")),
                new StateBackends(task -> backend, task -> backend),
                new NoOrigin(),
                new UncommittedBudget(1_000_000));
        store = state.register(StoreSpec.keyValue("counts", ValueFormat.PLAIN, Backing.PERSISTENT)
                .withEmitAtDrain(true));
    }

    String get(String key) {
        byte[] value = store.get(key.getBytes(UTF_8));
        return value == null ? null : new String(value, UTF_8);
    }

    /** What goes to the changelog when a key is removed while somebody hears of changes. */
    List<String> loggedWhenRemoved(String key) {
        List<String> logged = new ArrayList<>();
        store.onDrain((changed, value, oldValue, timestampMs) -> {});
        store.put(key.getBytes(UTF_8), null, 0);
        state.drain((changelog, changed, value, timestampMs, headers) ->
                logged.add(new String(changed, UTF_8) + "=" + (value == null ? null : new String(value, UTF_8))));
        return logged;
    }

    /** What the backend heard of the restore. */
    List<String> toldToBackend() {
        return backend.told;
    }

    void breakBackend() {
        backend.broken = true;
    }

    @Override
    public TaskId id() {
        return id;
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> restorable(
            TopicPartition changelog, List<ConsumerRecord<byte[], byte[]>> records) {
        return records;
    }

    @Override
    public Set<TopicPartition> inputs() {
        return Set.of(input);
    }

    @Override
    public boolean readsPatterns() {
        return false;
    }

    @Override
    public boolean isInput(TopicPartition changelog) {
        return input.equals(changelog);
    }

    @Override
    public Map<TopicPartition, Long> ceilings(Map<TopicPartition, LogPosition> committed) {
        LogPosition position = committed.get(input);
        long offset = position == null ? 0 : position.offset();
        return state.changelogs().stream().collect(Collectors.toMap(Function.identity(), changelog -> offset));
    }

    @Override
    public Map<TopicPartition, Long> lastOffsets(Map<TopicPartition, LogPosition> committed) {
        LogPosition position = committed.get(input);
        return position == null ? Map.of() : Map.of(input, position.offset() - 1);
    }

    Position position() {
        return store.position();
    }

    @Override
    public void close() {
        closed = true;
        state.close();
    }

    @Override
    public void restored(long records, long remaining) {
        remainingToRestore = remaining;
    }

    long remainingToRestore() {
        return remainingToRestore;
    }

    @Override
    public TaskState state() {
        return state;
    }

    private static final class Backend implements StateBackend {

        private final HeapBackend heap = new HeapBackend();
        private final List<String> told = new ArrayList<>();
        private boolean broken;

        @Override
        public void restoring(String store, int entries) {
            told.add(entries + " in " + store);
        }

        @Override
        public void restored(String store) {
            told.add("all of " + store);
        }

        @Override
        public ByteStore open(StoreSpec spec) {
            return heap.open(spec);
        }

        @Override
        public StateBatch newBatch() {
            if (broken) {
                throw new StreamsException("disk full");
            }
            return heap.newBatch();
        }

        @Override
        public OptionalLong mark(String name) {
            return heap.mark(name);
        }

        @Override
        public Map<String, Long> marks(String prefix) {
            return heap.marks(prefix);
        }

        @Override
        public void flush() {}

        @Override
        public void flushAged() {}

        @Override
        public void keepOnly(Set<String> stores) {}

        @Override
        public void close() {}
    }

    private static final class NoOrigin implements OriginScope {

        @Override
        public RecordOrigin current() {
            return new RecordOrigin(null, -1, -1, 0, new RecordHeaders(), null, null);
        }

        @Override
        public void enter(RecordOrigin origin) {}
    }
}
