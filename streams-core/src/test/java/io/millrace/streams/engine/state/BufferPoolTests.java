package io.millrace.streams.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BufferPoolTests {

    private static final long MIB = 1L << 20;

    private final BufferPool pool = new BufferPool(12 * MIB);

    @Test
    void workersShareInEqualPartsThatChangeAsTheyComeAndGo() {
        UncommittedBudget first = pool.join();
        assertThat(first.limitBytes()).isEqualTo(12 * MIB);

        UncommittedBudget second = pool.join();
        UncommittedBudget third = pool.join();
        assertThat(first.limitBytes()).isEqualTo(4 * MIB);
        assertThat(third.limitBytes()).isEqualTo(4 * MIB);

        pool.leave(second);
        pool.leave(second);
        assertThat(first.limitBytes()).isEqualTo(6 * MIB);
    }

    @Test
    void aPartNeverGetsTooSmallToWorkWith() {
        UncommittedBudget first = pool.join();
        for (int i = 0; i < 50; i++) {
            pool.join();
        }

        assertThat(first.limitBytes()).isEqualTo(BufferPool.MIN_PART_BYTES);
    }

    @Test
    void whatAllHoldIsAddedUp() {
        pool.join().add(1_000);
        UncommittedBudget second = pool.join();
        second.add(20);
        assertThat(pool.usedBytes()).isEqualTo(1_020);

        pool.leave(second);

        assertThat(pool.usedBytes()).isEqualTo(1_000);
    }
}
