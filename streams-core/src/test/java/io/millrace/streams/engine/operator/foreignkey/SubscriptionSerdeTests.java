package io.millrace.streams.engine.operator.foreignkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.operator.foreignkey.Subscription.Instruction;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

final class SubscriptionSerdeTests {

    private final SubscriptionSerde serde = new SubscriptionSerde();

    @Test
    void removalHasNoHash() {
        byte[] bytes = serde.serialize("topic", new Subscription(null, Instruction.UNSUBSCRIBE, new byte[] {7, 8}, 3));

        assertThat(bytes).containsExactly(0x81, 0, 7, 8, 0, 0, 0, 3);
    }

    @Test
    void subscriptionComesBackAsItWas() {
        Subscription subscription =
                new Subscription(new ValueHash(1, -2), Instruction.ANSWER_IF_PRESENT, new byte[] {5}, 1);

        Subscription back = serde.deserialize("topic", serde.serialize("topic", subscription));

        assertThat(back).usingRecursiveComparison().isEqualTo(subscription);
    }

    @Test
    void recordOfTheVersionWithoutPartitionsIsRead() {
        Subscription back = serde.deserialize("topic", new byte[] {(byte) 0x80, 1, 5, 6});

        assertThat(back.primaryKey()).containsExactly(5, 6);
        assertThat(back.primaryPartition()).isNull();
        assertThat(back.instruction()).isEqualTo(Instruction.UNSUBSCRIBE_AND_ANSWER);
    }

    @Test
    void recordOfALaterVersionIsRefused() {
        assertThatThrownBy(() -> serde.deserialize("topic", new byte[] {2, 1, 5, 6}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void whatIsNoSubscriptionIsRefusedWhereverItIsCut() {
        byte[] whole = serde.serialize(
                "topic", new Subscription(new ValueHash(1, -2), Instruction.ANSWER_IF_PRESENT, new byte[0], 1));

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> serde.deserialize("topic", cut)).isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void whatIsNoAnswerIsRefused() {
        AnswerSerde answers = new AnswerSerde();

        assertThatThrownBy(() -> answers.deserialize("topic", new byte[0])).isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> answers.deserialize("topic", new byte[16])).isInstanceOf(SerializationException.class);
    }
}
