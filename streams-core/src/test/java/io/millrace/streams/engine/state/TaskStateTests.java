package io.millrace.streams.engine.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.state.ByteStore.Direction;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.engine.state.TaskStateSettings.ChangelogTarget;
import io.millrace.streams.engine.state.heap.HeapBackend;
import io.millrace.streams.engine.state.layout.TimestampedValue;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskStateTests {

    private static final TopicPartition COUNTS_LOG = new TopicPartition("app-counts-changelog", 1);
    private static final TopicPartition TABLE_LOG = new TopicPartition("table", 1);

    private final TestOrigins origins = new TestOrigins();
    private final TestChangelog changelog = new TestChangelog();
    private final UncommittedBudget budget = new UncommittedBudget(1_000);
    private final HeapBackend heap = new HeapBackend();
    private final TaskState state = newState();
    private final List<String> told = new ArrayList<>();

    private TaskState newState() {
        return new TaskState(
                new TaskStateSettings(
                        new TaskId(0, 1),
                        Map.of(
                                "counts",
                                new ChangelogTarget(COUNTS_LOG, true),
                                "table",
                                new ChangelogTarget(TABLE_LOG, false)),
                        List.of("counts", "later")),
                new StateBackends(task -> heap, task -> heap),
                origins,
                budget);
    }

    /** Told of the bytes that a store without types holds. */
    @FunctionalInterface
    private interface BytesListener {

        void changed(byte[] key, byte @Nullable [] newValue, byte @Nullable [] oldValue, long timestampMs);
    }

    private static DrainListener ofBytes(BytesListener told) {
        return (key, newValue, oldValue, timestampMs) ->
                told.changed(((ByteKey) key).bytes(), (byte[]) newValue, (byte[]) oldValue, timestampMs);
    }

    private StoreBuffer counts() {
        StoreBuffer counts = state.register(StoreSpec.keyValue("counts", ValueFormat.TIMESTAMPED, Backing.IN_MEMORY)
                .withEmitAtDrain(true));
        counts.onDrain(ofBytes((key, newValue, oldValue, timestampMs) -> told.add(text(key) + " "
                + text(TimestampedValue.value(oldValue)) + "->" + text(TimestampedValue.value(newValue)) + " @"
                + timestampMs + " by " + origins.current().offset())));
        return counts;
    }

    private void put(StoreBuffer store, String key, @Nullable String value) {
        long timestampMs = origins.current().timestampMs();
        store.put(bytes(key), TimestampedValue.of(timestampMs, value == null ? null : bytes(value)), timestampMs);
    }

    private void commit() {
        state.drain(changelog);
        state.apply(changelog.publish());
    }

    @Test
    void drainEmitsOnlyTheLastValuePerKeyWithTheRecordThatWroteIt() {
        StoreBuffer counts = counts();
        origins.at(10, 100);
        put(counts, "a", "1");
        origins.at(11, 110);
        put(counts, "b", "1");
        origins.at(12, 120);
        put(counts, "a", "2");
        origins.at(13, 130);

        state.drain(changelog);

        assertThat(told).containsExactly("b null->1 @110 by 11", "a null->2 @120 by 12");
        assertThat(changelog.sent()).extracting(TaskStateTests::text).containsExactly("b=1@110", "a=2@120");
        assertThat(origins.current().offset()).isEqualTo(13);
    }

    @Test
    void theOldValueIsTheOneToldLast() {
        StoreBuffer counts = counts();
        put(counts, "a", "1");
        commit();
        put(counts, "a", "2");
        put(counts, "a", "3");
        commit();
        put(counts, "a", null);

        commit();

        assertThat(told).containsExactly("a null->1 @0 by 0", "a 1->3 @0 by 0", "a 3->null @0 by 0");
    }

    @Test
    void aKeyThatCameAndWentBetweenTwoDrainsIsNeitherToldNorLogged() {
        StoreBuffer counts = counts();
        put(counts, "a", "1");
        put(counts, "a", null);

        commit();

        assertThat(told).isEmpty();
        assertThat(changelog.published(COUNTS_LOG)).isEmpty();
    }

    @Test
    void aRemovalIsLoggedIfTheChangelogMayHaveWhatWasNotRestored() {
        StoreBuffer counts = counts();
        state.restoredInPart(COUNTS_LOG);
        put(counts, "a", null);

        commit();

        assertThat(told).isEmpty();
        assertThat(changelog.published(COUNTS_LOG)).hasSize(1);
    }

    @Test
    void aListenerMayWriteToAStoreThatDrainsLater() {
        StoreBuffer later = state.register(StoreSpec.keyValue("later", ValueFormat.PLAIN, Backing.IN_MEMORY));
        StoreBuffer counts = state.register(StoreSpec.keyValue("counts", ValueFormat.PLAIN, Backing.IN_MEMORY)
                .withEmitAtDrain(true));
        counts.onDrain(ofBytes((key, newValue, oldValue, timestampMs) -> later.put(key, newValue, timestampMs)));
        counts.put(bytes("a"), bytes("1"), 0);

        commit();

        assertThat(text(later.get(bytes("a")))).isEqualTo("1");
    }

    @Test
    void aListenerThatWritesToItsOwnStoreIsFollowedUp() {
        StoreBuffer counts = state.register(StoreSpec.keyValue("counts", ValueFormat.PLAIN, Backing.IN_MEMORY)
                .withEmitAtDrain(true));
        counts.onDrain(ofBytes((key, newValue, oldValue, timestampMs) -> {
            told.add(text(oldValue) + "->" + text(newValue));
            if (text(newValue).length() < 3) {
                counts.put(key, bytes(text(newValue) + "x"), timestampMs);
            }
        }));
        counts.put(bytes("a"), bytes("x"), 0);

        commit();

        assertThat(told).containsExactly("null->x", "x->xx", "xx->xxx");
        assertThat(changelog.published(COUNTS_LOG)).hasSize(3);
        assertThat(text(counts.get(bytes("a")))).isEqualTo("xxx");
    }

    @Test
    void aDrainThatNeverComesToRestSaysWhichStore() {
        StoreBuffer counts = state.register(StoreSpec.keyValue("counts", ValueFormat.PLAIN, Backing.IN_MEMORY)
                .withEmitAtDrain(true));
        counts.onDrain(ofBytes((key, newValue, oldValue, timestampMs) -> counts.put(key, newValue, timestampMs)));
        counts.put(bytes("a"), bytes("x"), 0);

        assertThatThrownBy(() -> state.drain(changelog))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("counts")
                .hasMessageContaining("0_1");
    }

    @Test
    void applyRefusesWritesThatTheChangelogDoesNotHave() {
        StoreBuffer counts = counts();
        put(counts, "a", "1");

        assertThatThrownBy(() -> state.apply(Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("counts");
        assertThat(heap.marks("position/")).isEmpty();
    }

    @Test
    void applyKeepsPositionsOfItsOwnChangelogsOnly() {
        StoreBuffer counts = counts();
        put(counts, "a", "1");
        state.drain(changelog);

        state.apply(Map.of(COUNTS_LOG, 7L, new TopicPartition("other", 0), 3L));

        assertThat(state.position(COUNTS_LOG)).isEqualTo(OptionalLong.of(7));
        assertThat(heap.marks("position/")).hasSize(1);
        assertThat(state.dirty()).isFalse();
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void nothingIsAppendedWhereTheSourceTopicIsTheChangelog() {
        StoreBuffer table = state.register(StoreSpec.keyValue("table", ValueFormat.PLAIN, Backing.IN_MEMORY));
        table.put(bytes("a"), bytes("1"), 5);

        state.drain(changelog);
        state.apply(Map.of(TABLE_LOG, 42L));

        assertThat(changelog.sent()).isEmpty();
        assertThat(state.position(TABLE_LOG)).isEqualTo(OptionalLong.of(42));
    }

    @Test
    void discardForgetsWhatWasNotApplied() {
        StoreBuffer counts = counts();
        put(counts, "a", "1");
        commit();
        put(counts, "a", "2");
        put(counts, "b", "1");
        state.drain(changelog);

        state.discard();

        assertThat(text(TimestampedValue.value(counts.get(bytes("a"))))).isEqualTo("1");
        assertThat(counts.get(bytes("b"))).isNull();
        assertThat(state.uncommittedBytes()).isZero();
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void theBudgetIsSpentByManyKeysButNotByOneWrittenOften() {
        StoreBuffer counts = counts();
        for (int i = 0; i < 1_000; i++) {
            put(counts, "a", "1");
        }
        assertThat(budget.isSpent()).isFalse();

        for (int i = 0; i < 10; i++) {
            put(counts, "key" + i, "1");
        }

        assertThat(budget.isSpent()).isTrue();
        assertThat(state.uncommittedBytes()).isEqualTo(budget.usedBytes());
    }

    @Test
    void restoreTakesTimestampsFromTheRecords() {
        StoreBuffer counts = counts();
        put(counts, "a", "1");
        state.drain(changelog);
        changelog.publish();
        state.discard();

        state.restore(COUNTS_LOG, changelog.published(COUNTS_LOG), 1);

        assertThat(counts.get(bytes("a"))).isEqualTo(TimestampedValue.of(0, bytes("1")));
        assertThat(state.position(COUNTS_LOG)).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void aLoopThatAddsKeysAheadOfItsCursorEnds() {
        StoreBuffer counts = counts();
        put(counts, "a", "1");
        int seen = 0;

        try (ByteCursor cursor = counts.scan(KeyRange.ALL, Direction.FORWARD)) {
            for (; cursor.isValid() && seen < 100; cursor.advance()) {
                seen++;
                put(counts, text(cursor.key()) + "a", "1");
            }
        }

        assertThat(seen).isEqualTo(1);
    }

    @Test
    void cursorsMergeBufferAndBackendInBothDirections() {
        StoreBuffer counts = counts();
        for (String key : List.of("a", "c", "e", "g")) {
            put(counts, key, "old");
        }
        commit();
        put(counts, "b", "new");
        put(counts, "c", "new");
        put(counts, "e", null);
        put(counts, "h", "new");

        assertThat(entries(counts, KeyRange.ALL, Direction.FORWARD))
                .containsExactly("a=old", "b=new", "c=new", "g=old", "h=new");
        assertThat(entries(counts, KeyRange.ALL, Direction.BACKWARD))
                .containsExactly("h=new", "g=old", "c=new", "b=new", "a=old");
        assertThat(entries(counts, KeyRange.closed(bytes("b"), bytes("g")), Direction.BACKWARD))
                .containsExactly("g=old", "c=new", "b=new");
        assertThat(entries(counts, KeyRange.closed(bytes("x"), bytes("b")), Direction.FORWARD))
                .isEmpty();
    }

    @Test
    void aClosedStoreSaysWhatToDo() {
        StoreBuffer counts = counts();

        state.close();

        assertThatThrownBy(() -> counts.get(bytes("a")))
                .isInstanceOf(InvalidStateStoreException.class)
                .hasMessageContaining("Look the store up again");
    }

    private static List<String> entries(StoreBuffer store, KeyRange range, Direction direction) {
        List<String> entries = new ArrayList<>();
        try (ByteCursor cursor = store.scan(range, direction)) {
            for (; cursor.isValid(); cursor.advance()) {
                entries.add(text(cursor.key()) + "=" + text(TimestampedValue.split(cursor.value())));
            }
        }
        return entries;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return text(record.key()) + "=" + text(record.value()) + "@" + record.timestamp();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, UTF_8);
    }
}
