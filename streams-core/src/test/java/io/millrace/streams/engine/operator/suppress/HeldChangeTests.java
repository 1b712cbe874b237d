package io.millrace.streams.engine.operator.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.operator.suppress.HeldChange.Cause;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class HeldChangeTests {

    private static final Cause CAUSE = new Cause(1033, 3, "a", 0, new RecordHeaders().add("h", bytes("h3")));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void isLaidOutAsInTheChangelogsOfKafkaStreams() {
        HeldChange change = new HeldChange(CAUSE, null, bytes("a2"), bytes("a0"), 1031);

        ByteBuffer expected = ByteBuffer.allocate(64)
                .putLong(1033)
                .putLong(3)
                .putInt(1)
                .put(bytes("a"))
                .putInt(0)
                .putInt(1)
                .putInt(1)
                .put(bytes("h"))
                .putInt(2)
                .put(bytes("h3"))
                .putInt(-1)
                .putInt(2)
                .put(bytes("a2"))
                .putInt(2)
                .put(bytes("a0"))
                .putLong(1031);
        assertThat(ByteBuffer.wrap(change.toBytes())).isEqualTo(expected.flip());
    }

    @Test
    void oldValueThatIsThePriorOneIsNotWrittenTwice() {
        HeldChange same = new HeldChange(CAUSE, bytes("old"), bytes("old"), bytes("new"), 1);
        HeldChange different = new HeldChange(CAUSE, bytes("old"), bytes("mid"), bytes("new"), 1);

        assertThat(different.toBytes()).hasSize(same.toBytes().length + 3);
        assertThat(HeldChange.from(same.toBytes()).oldValue()).isEqualTo(bytes("old"));
    }

    @Test
    void comesBackAsItWas() {
        HeldChange removal = new HeldChange(CAUSE, bytes("old"), null, null, 7);

        HeldChange back = HeldChange.from(removal.toBytes());

        assertThat(back).usingRecursiveComparison().isEqualTo(removal);
    }

    @Test
    void whatIsNoChangeIsRefusedWhereverItIsCut() {
        byte[] whole = new HeldChange(CAUSE, bytes("old"), bytes("mid"), bytes("new"), 7).toBytes();

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> HeldChange.from(cut)).isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void lengthThatCannotBeIsRefusedBeforeAnythingIsAllocated() {
        byte[] bytes = ByteBuffer.allocate(64)
                .putLong(1)
                .putLong(1)
                .putInt(Integer.MAX_VALUE)
                .array();

        assertThatThrownBy(() -> HeldChange.from(bytes)).isInstanceOf(SerializationException.class);
    }
}
