package io.millrace.verification.chaos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowsTests {

    private final Rows rows = new Rows(7);

    @Test
    void aValueBelongsToItsKeyOnly() {
        byte[] value = rows.value(42, 3);

        assertThat(rows.belong(rows.key(42), value)).isTrue();
        assertThat(rows.belong(rows.key(43), value)).isFalse();
        assertThat(Rows.version(value)).isEqualTo(3);
    }

    @Test
    void aValueThatWasChangedAnywhereBelongsToNoKey() {
        for (int i = 0; i < Rows.VALUE_BYTES; i++) {
            byte[] value = rows.value(42, 3);
            value[i]++;

            assertThat(rows.belong(rows.key(42), value)).as("byte %d", i).isFalse();
        }
    }

    @Test
    void updatesReachRowsEvenly() {
        long[] updates = new long[10];
        LongStream.range(0, 10_000).forEach(update -> updates[(int) rows.updated(update, 10)]++);

        assertThat(Arrays.stream(updates).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850L, 1150L));
    }

    @Test
    void aRangeHasAboutAsManyRowsAsWereWanted() {
        long found = 0;
        for (long index = 0; index < 100; index++) {
            byte[] from = rows.key(index);
            byte[] to = rows.endOfRange(index, 2_000, 20);
            found += LongStream.range(0, 2_000)
                    .mapToObj(rows::key)
                    .filter(key -> Arrays.compareUnsigned(from, key) <= 0 && Arrays.compareUnsigned(key, to) <= 0)
                    .count();
        }

        assertThat(found).isBetween(1_600L, 2_600L);
    }
}
