package io.millrace.streams.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UncommittedBudgetTests {

    private static final byte[] VALUE = new byte[(int) UncommittedBudget.UNREPEATED_BYTES / 100];
    private static final int MANY_KEYS = 100;

    private final UncommittedBudget budget = new UncommittedBudget(2 * UncommittedBudget.UNREPEATED_BYTES);
    private final WriteBuffer buffer = new WriteBuffer(budget, HeldForm.BYTES, false, true);

    @Test
    void keysThatAreWrittenOnceAreCommittedEarly() {
        writeEachKey(MANY_KEYS / 2);
        assertThat(budget.isSpent()).isFalse();

        writeEachKey(MANY_KEYS);
        assertThat(budget.isSpent()).isTrue();
    }

    @Test
    void keysThatAreWrittenAgainAndAgainWaitForAll() {
        writeEachKey(MANY_KEYS);
        writeEachKey(MANY_KEYS);
        assertThat(budget.isSpent()).isFalse();

        writeEachKey(2 * MANY_KEYS);
        assertThat(budget.isSpent()).isTrue();
    }

    @Test
    void whatWasRepeatedBeforeTheLastCommitDoesNotCount() {
        writeEachKey(MANY_KEYS);
        writeEachKey(MANY_KEYS);
        writeEachKey(MANY_KEYS);
        commit();

        write(MANY_KEYS, 2 * MANY_KEYS);
        assertThat(budget.isSpent()).isTrue();
    }

    @Test
    void keysThatComeAgainAfterACommitWaitForAll() {
        writeEachKey(MANY_KEYS);
        commit();

        writeEachKey(MANY_KEYS);
        assertThat(budget.isSpent()).isFalse();
    }

    private void writeEachKey(int keys) {
        write(0, keys);
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            ByteKey key = new ByteKey(("k" + i).getBytes(StandardCharsets.UTF_8));
            WriteBuffer.Entry entry = buffer.find(key);
            if (entry == null) {
                buffer.add(key, VALUE, null, 0, null, true);
            } else {
                buffer.replace(entry, VALUE, 0, null);
            }
        }
    }

    private void commit() {
        buffer.takeUndrained(true).forEach(WriteBuffer.Entry::drained);
        buffer.applied();
    }
}
