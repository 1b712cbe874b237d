package io.millrace.streams.engine.state.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RowCacheTests {

    private static final int PIECE = RowMemory.PIECE_BYTES;

    private final RowMemory memory = new RowMemory(8L * PIECE, 1);

    @Test
    void whatIsNotHereIsNowhereUntilTooMuchHadToGo() {
        RowCache rows = new RowCache(memory, true);
        rows.put(key(0), value(0, 50));
        assertThat(rows.get(key(0))).isEqualTo(value(0, 50));
        assertThat(rows.get(key(1))).isSameAs(RowCache.ABSENT);
        assertThat(rows.getAsOwner(key(1))).isSameAs(RowCache.ABSENT);

        for (int i = 1; i < 5_000; i++) {
            rows.put(key(i), value(i, 50));
        }
        assertThat(rows.get(key(0))).isNull();
        assertThat(rows.get(key(4_999))).isEqualTo(value(4_999, 50));
        assertThat(IntStream.range(5_000, 6_000).filter(i -> rows.get(key(i)) == RowCache.ABSENT))
                .hasSizeGreaterThan(900);

        for (int i = 5_000; i < 50_000; i++) {
            rows.put(key(i), value(i, 50));
        }
        assertThat(IntStream.range(50_000, 51_000).filter(i -> rows.get(key(i)) == RowCache.ABSENT))
                .isEmpty();
    }

    @Test
    void ofAColumnWithRowsNothingIsKnownAtFirst() {
        RowCache rows = new RowCache(memory, false);

        assertThat(rows.get(key(1))).isNull();
        assertThat(rows.getAsOwner(key(1))).isNull();
    }

    @Test
    void aRowThatIsTooLargeIsNotKeptAndNotDenied() {
        RowCache rows = new RowCache(memory, true);
        rows.put(key(1), value(1, 10));
        rows.put(key(1), new byte[PIECE]);
        rows.put(new byte[PIECE], value(2, 1));

        assertThat(rows.get(key(1))).isNull();
        assertThat(rows.get(new byte[PIECE])).isNull();
    }

    @Test
    void aRemovedRowIsNowhere() {
        RowCache rows = new RowCache(memory, true);
        rows.put(key(1), value(1, 10));
        rows.put(key(1), null);
        rows.put(key(2), null);

        assertThat(rows.get(key(1))).isSameAs(RowCache.ABSENT);
        assertThat(rows.get(key(2))).isSameAs(RowCache.ABSENT);
    }

    @Test
    void rowsThatAreReadStayWhileOthersGo() {
        RowCache rows = new RowCache(memory, true);
        for (int i = 0; i < 20_000; i++) {
            rows.put(key(i), value(i, 50));
            assertThat(rows.getAsOwner(key(0))).isEqualTo(value(0, 50));
        }
        assertThat(rows.get(key(1))).isNull();
    }

    @Test
    void memoryIsSharedWithWhoComesLater() {
        RowCache first = new RowCache(memory, true);
        fill(first);
        assertThat(memory.usedBytes()).isEqualTo(8L * PIECE);

        RowCache second = new RowCache(memory, true);
        second.put(key(1), value(1, 50));
        assertThat(second.get(key(1))).isNull();
        for (int i = 0; i < 4; i++) {
            first.share();
            second.put(key(1), value(1, 50));
        }
        assertThat(second.get(key(1))).isEqualTo(value(1, 50));
        fill(first);

        first.close();
        second.close();
        assertThat(memory.usedBytes()).isZero();
        assertThat(first.get(key(1))).isNull();
    }

    @Test
    void withoutMemoryNothingIsKept() {
        RowCache rows = new RowCache(new RowMemory(PIECE, 1), true);
        rows.put(key(1), value(1, 50));

        assertThat(rows.get(key(1))).isNull();
    }

    @RepeatedTest(5)
    void itNeverTellsAnythingButWhatTheColumnHas() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RowCache rows = new RowCache(memory, true);
        RowCache other = new RowCache(memory, true);
        Map<Integer, byte[]> column = new HashMap<>();
        int keys = 1 << (4 + random.nextInt(12));
        long known = 0;
        for (int i = 0; i < 200_000; i++) {
            int number = random.nextInt(keys);
            switch (random.nextInt(8)) {
                case 0 -> {
                    column.remove(number);
                    rows.put(key(number), null);
                }
                case 1, 2, 3 -> {
                    byte[] value = value(i, random.nextInt(5) == 0 ? random.nextInt(200) : 20);
                    column.put(number, value);
                    rows.put(key(number), value);
                }
                case 4 -> {
                    if (random.nextInt(100) == 0) {
                        other.put(key(i), value(i, 3_000));
                        rows.share();
                        other.share();
                    }
                }
                default -> {
                    byte[] found = random.nextBoolean() ? rows.get(key(number)) : rows.getAsOwner(key(number));
                    byte[] expected = column.get(number);
                    if (found == RowCache.ABSENT) {
                        assertThat(expected).as("seed %d, step %d", seed, i).isNull();
                    } else if (found != null) {
                        known++;
                        assertThat(found).as("seed %d, step %d", seed, i).isEqualTo(expected);
                    } else if (expected != null) {
                        rows.put(key(number), expected);
                    }
                }
            }
        }
        assertThat(known).as("seed %d", seed).isPositive();
    }

    @Test
    void otherThreadsSeeRowsAsTheyWereAtSomeTime() throws Exception {
        RowCache rows = new RowCache(memory, true);
        rows.put(key(0), value(0, 40));
        AtomicBoolean done = new AtomicBoolean();
        FutureTask<List<String>> reader = new FutureTask<>(() -> {
            List<String> wrong = new ArrayList<>();
            int last = 0;
            Random random = new Random(1);
            while (!done.get() && wrong.isEmpty()) {
                byte[] found = rows.get(key(0));
                if (found == RowCache.ABSENT) {
                    wrong.add("a row that is there is denied");
                } else if (found != null) {
                    int seen = ByteBuffer.wrap(found).getInt();
                    if (seen < last || !isWhole(found)) {
                        wrong.add("after " + last + " came " + seen);
                    }
                    last = seen;
                }
                byte[] another = rows.get(key(1 + random.nextInt(5_000)));
                if (another != null && another != RowCache.ABSENT && !isWhole(another)) {
                    wrong.add("torn");
                }
            }
            return wrong;
        });
        Thread thread = new Thread(reader, "reader");
        thread.start();
        for (int i = 1; i < 2_000_000 && thread.isAlive(); i++) {
            rows.put(key(0), value(i, 40 + i / 1_000 % 3 * 4));
            rows.put(key(1 + i % 5_000), value(i, 40));
        }
        done.set(true);

        assertThat(reader.get()).isEmpty();
    }

    /** A value of as many numbers as fit, all the same. */
    private static byte[] value(int number, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.remaining() >= Integer.BYTES) {
            bytes.putInt(number);
        }
        return bytes.array();
    }

    private static boolean isWhole(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        int first = bytes.getInt();
        while (bytes.remaining() >= Integer.BYTES) {
            if (bytes.getInt() != first) {
                return false;
            }
        }
        return true;
    }

    private static byte[] key(int number) {
        return ("key-" + number).getBytes(UTF_8);
    }

    private void fill(RowCache rows) {
        for (int i = 0; i < 10_000; i++) {
            rows.put(key(i), value(i, 50));
        }
    }
}
