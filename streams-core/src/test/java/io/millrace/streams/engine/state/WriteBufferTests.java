package io.millrace.streams.engine.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.state.ByteStore.Direction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WriteBufferTests {

    private static final long LIMIT_BYTES = 10_000;

    private final UncommittedBudget budget = new UncommittedBudget(LIMIT_BYTES);
    private final WriteBuffer buffer = new WriteBuffer(budget, HeldForm.BYTES, false, true);

    private void write(String key, @Nullable String value) {
        WriteBuffer.Entry entry = buffer.find(key(key));
        if (entry == null) {
            buffer.add(key(key), bytes(value), null, 0, null, true);
        } else {
            buffer.replace(entry, bytes(value), 0, null);
        }
    }

    private void commit() {
        buffer.takeUndrained(true).forEach(WriteBuffer.Entry::drained);
        buffer.applied();
    }

    private static ByteKey key(String key) {
        return new ByteKey(key.getBytes(UTF_8));
    }

    private static byte @Nullable [] bytes(@Nullable String value) {
        return value == null ? null : value.getBytes(UTF_8);
    }

    private List<String> walk(boolean isWriter) {
        return text(buffer.inRange(KeyRange.ALL, Direction.FORWARD, buffer.sequence(), isWriter));
    }

    private static List<String> text(Iterator<Map.Entry<byte[], WriteBuffer.Entry>> entries) {
        List<String> found = new ArrayList<>();
        entries.forEachRemaining(entry -> found.add(new String(entry.getKey(), UTF_8)));
        return found;
    }

    @Test
    void whatNobodyAskedForGoesWithTheCommit() {
        buffer.add(key("a"), bytes("1"), null, 0, null, false);
        buffer.add(key("b"), bytes("1"), null, 0, null, false);
        buffer.find(key("b")).used();
        commit();

        assertThat(buffer.find(key("a"))).isNull();
        assertThat(buffer.find(key("b"))).isNotNull();
        buffer.clear();
        assertThat(budget.keptBytes() + budget.usedBytes()).isZero();
    }

    @Test
    void committedEntriesStayAndAreNoLongerChanges() {
        write("a", "1");
        write("b", null);
        commit();

        assertThat(buffer.find(key("a"))).isNotNull();
        assertThat(buffer.find(key("b")))
                .isNotNull()
                .extracting(entry -> entry.value())
                .isNull();
        assertThat(buffer.hasChanges()).isFalse();
        assertThat(walk(true)).isEmpty();
        assertThat(budget.usedBytes()).isZero();
        assertThat(budget.keptBytes()).isPositive();
    }

    @Test
    void aDrainGivesEntriesInTheOrderOfTheirLastWrites() {
        write("a", "1");
        write("b", "1");
        write("a", "2");

        assertThat(buffer.takeUndrained(true))
                .extracting(entry -> new String(entry.keyBytes(), UTF_8))
                .containsExactly("b", "a");
    }

    @Test
    void anEntryWrittenAgainAfterACommitIsAChangeAgain() {
        write("a", "1");
        commit();
        write("a", "2");

        assertThat(buffer.changes()).isOne();
        assertThat(walk(false)).containsExactly("a");
        assertThat(budget.keptBytes()).isZero();
    }

    @Test
    void aReaderWhoTookTheChangesBeforeACommitSeesThemAfterIt() {
        write("a", "1");
        walk(true);
        Iterator<Map.Entry<byte[], WriteBuffer.Entry>> before =
                buffer.inRange(KeyRange.ALL, Direction.FORWARD, buffer.sequence(), false);
        commit();
        write("a", "2");

        assertThat(text(before)).containsExactly("a");
    }

    @Test
    void keptEntriesGiveWayToChangesAndThoseInUseLast() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            many.add("k" + i);
            write("k" + i, "value");
        }
        commit();
        for (int i = 0; i < 20; i++) {
            buffer.find(key("k" + i)).used();
        }
        for (int i = 0; i < 30; i++) {
            write("n" + i, "value");
        }

        assertThat(budget.usedBytes() + budget.keptBytes()).isLessThanOrEqualTo(LIMIT_BYTES);
        assertThat(many.subList(0, 20).stream().filter(key -> buffer.find(key(key)) != null))
                .hasSizeGreaterThan((int) many.subList(20, 40).stream()
                        .filter(key -> buffer.find(key(key)) != null)
                        .count());
        assertThat(buffer.changes()).isEqualTo(30);
    }

    @Test
    void changesOfOneBufferTakeTheRoomOfWhatOthersKeep() {
        WriteBuffer other = new WriteBuffer(budget, HeldForm.BYTES, false, true);
        for (int i = 0; budget.usedBytes() < LIMIT_BYTES * 3 / 4; i++) {
            write("kept" + i, "value");
        }
        commit();
        for (int i = 0; budget.usedBytes() < LIMIT_BYTES * 3 / 4; i++) {
            other.add(key("changed" + i), bytes("value"), null, 0, null, true);

            assertThat(budget.usedBytes() + budget.keptBytes()).isLessThanOrEqualTo(LIMIT_BYTES);
        }
        buffer.clear();

        assertThat(budget.keptBytes()).isZero();
        assertThat(budget.evict(1)).isFalse();
    }

    @Test
    void aWalkByAReaderMakesTheWriterKeepTheOrderOfEntriesThatAreThere() {
        write("b", "1");
        write("a", "1");
        assertThat(walk(false)).containsExactly("a", "b");

        write("a", "2");

        assertThat(buffer.ordered()).hasSize(2);
        assertThat(walk(false)).containsExactly("a", "b");
    }

    @Test
    void aReaderFindsTheChangesOfARangeBeforeThereIsAnOrder() {
        for (String key : List.of("d", "a", "c", "b")) {
            write(key, "1");
        }
        KeyRange range = new KeyRange("b".getBytes(UTF_8), "d".getBytes(UTF_8), false);

        assertThat(text(buffer.inRange(range, Direction.FORWARD, buffer.sequence(), false)))
                .containsExactly("b", "c");
        assertThat(text(buffer.inRange(range, Direction.BACKWARD, buffer.sequence(), false)))
                .containsExactly("c", "b");
    }

    @Test
    void changesAreNeverEvicted() {
        for (int i = 0; i < 200; i++) {
            write("k" + i, "value");
            buffer.keep(key("read" + i), bytes("value"));
        }

        assertThat(buffer.changes()).isEqualTo(200);
        assertThat(walk(true)).hasSize(200);
        assertThat(budget.isSpent()).isTrue();
        assertThat(budget.keptBytes()).isZero();
    }

    @Test
    void aWalkByAReaderMakesTheWriterKeepTheOrder() {
        write("b", "1");
        assertThat(walk(false)).containsExactly("b");
        write("a", "1");

        assertThat(walk(false)).containsExactly("a", "b");
        assertThat(buffer.sorted()).extracting(WriteBuffer.Entry::keyBytes).containsExactly(bytes("a"), bytes("b"));
    }

    @Test
    void aWalkDoesNotMeetWhatIsWrittenMeanwhile() {
        write("a", "1");
        Iterator<Map.Entry<byte[], WriteBuffer.Entry>> walk =
                buffer.inRange(KeyRange.ALL, Direction.FORWARD, buffer.sequence(), true);
        write("b", "1");

        assertThat(text(walk)).containsExactly("a");
    }

    @Test
    void whatIsDiscardedIsNotFoundAndCostsNothing() {
        write("a", "1");
        commit();
        write("a", "2");
        write("b", "2");
        buffer.discard();

        assertThat(buffer.find(key("a"))).isNull();
        assertThat(buffer.find(key("b"))).isNull();
        assertThat(buffer.hasUndrained()).isFalse();
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void aReaderSeesNoHalfOfANumber() throws Exception {
        WriteBuffer pairs = new WriteBuffer(budget, new PairForm(), false, true);
        pairs.add(key("a"), new Pair(0, 0), null, 0, null, true);
        WriteBuffer.Entry entry = Objects.requireNonNull(pairs.find(key("a")));
        AtomicBoolean written = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(1);
        FutureTask<@Nullable Object> reader = new FutureTask<>(() -> {
            Object wrong = null;
            while (wrong == null && !written.get()) {
                Pair seen = (Pair) Objects.requireNonNull(entry.value());
                wrong = seen.number == seen.timestampMs ? null : seen;
                reading.countDown();
            }
            return wrong;
        });
        Thread thread = new Thread(reader, "reader");
        thread.start();
        reading.await();

        for (int i = 1; i <= 1_000_000; i++) {
            pairs.replace(entry, new Pair(i, i), 0, null);
        }

        written.set(true);
        assertThat(reader.get()).isNull();
        assertThat(entry.value()).isEqualTo(new Pair(1_000_000, 1_000_000));
    }

    @Test
    void aNumberCanGiveWayToOtherValuesAndToNone() {
        WriteBuffer pairs = new WriteBuffer(budget, new PairForm(), false, true);
        pairs.add(key("a"), new Pair(1, 2), null, 0, null, true);
        WriteBuffer.Entry entry = Objects.requireNonNull(pairs.find(key("a")));

        pairs.replace(entry, bytes("x"), 0, null);
        assertThat(entry.value()).isEqualTo(bytes("x"));
        pairs.replace(entry, new Pair(3, 4), 0, null);
        assertThat(entry.value()).isEqualTo(new Pair(3, 4));
        pairs.replace(entry, null, 0, null);
        assertThat(entry.value()).isNull();
    }

    @Test
    void whatEntriesWeighedIsGivenBackOneByOne() {
        WriteBuffer pairs = new WriteBuffer(budget, new PairForm(), false, true);
        for (int i = 0; i < 20; i++) {
            ByteKey key = key("k" + i % 3);
            Object value = i % 4 == 0 ? bytes("x".repeat(i)) : new Pair(i, i);
            WriteBuffer.Entry entry = pairs.find(key);
            if (entry == null) {
                pairs.add(key, value, bytes("old"), 0, origin(i), true);
            } else {
                pairs.replace(entry, value, 0, origin(i));
            }
            if (i == 10) {
                pairs.takeUndrained(true).forEach(WriteBuffer.Entry::drained);
            }
        }
        pairs.takeUndrained(true).forEach(WriteBuffer.Entry::drained);
        pairs.applied();

        assertThat(pairs.bytes()).isZero();
        assertThat(budget.usedBytes()).isZero();
        assertThat(budget.keptBytes()).isPositive();
        while (pairs.evict(10)) {
            // until none is left
        }
        assertThat(budget.keptBytes()).isZero();
    }

    @Test
    void theLastCauseIsToldWithTheHeadersItHadThen() {
        for (int writes = 1; writes <= 8; writes++) {
            WriteBuffer bare = new WriteBuffer(budget, HeldForm.BYTES, false, true);
            RecordOrigin last = origin(1);
            bare.add(key("a"), bytes("1"), null, 0, last, true);
            WriteBuffer.Entry entry = Objects.requireNonNull(bare.find(key("a")));
            for (int i = 2; i <= writes; i++) {
                last = origin(i);
                bare.replace(entry, bytes("1"), 0, last);
            }
            RecordOrigin asWritten = origin(writes);
            last.headers().add("late", bytes("x"));

            RecordOrigin told = Objects.requireNonNull(entry.origin());
            assertThat(told)
                    .as("after %s writes", writes)
                    .usingRecursiveComparison()
                    .isEqualTo(asWritten);
            bare.replace(entry, bytes("1"), 0, origin(99));
            assertThat(told).usingRecursiveComparison().isEqualTo(asWritten);
            bare.replace(entry, bytes("1"), 0, null);
            assertThat(entry.origin()).isNull();
            bare.clear();
        }
    }

    /** Some have headers, some not. */
    private static RecordOrigin origin(int number) {
        RecordHeaders headers = new RecordHeaders();
        if (number % 3 == 0) {
            headers.add("h", bytes("x"));
        }
        return new RecordOrigin("in", 0, number, number, headers, bytes("k"), bytes("v".repeat(number)));
    }

    private record Pair(long number, long timestampMs) {}

    /** Holds bytes, and pairs without an object. */
    private static final class PairForm implements HeldForm, NumberForm {

        @Override
        public boolean takes(Object held) {
            return held instanceof Pair;
        }

        @Override
        public long number(Object held) {
            return ((Pair) held).number;
        }

        @Override
        public long timestampMs(Object held) {
            return ((Pair) held).timestampMs;
        }

        @Override
        public Object held(long number, long timestampMs) {
            return new Pair(number, timestampMs);
        }

        @Override
        public NumberForm numbers() {
            return this;
        }

        @Override
        public byte[] keyBytes(Object key) {
            return BYTES.keyBytes(key);
        }

        @Override
        public byte[] valueBytes(Object held) {
            return held instanceof Pair pair ? pair.toString().getBytes(UTF_8) : (byte[]) held;
        }

        @Override
        public Object held(byte[] stored) {
            return stored;
        }

        @Override
        public int keyWeight(Object key) {
            return BYTES.keyWeight(key);
        }

        @Override
        public int valueWeight(Object held) {
            return 16;
        }
    }
}
