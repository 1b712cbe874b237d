package io.millrace.streams.engine.operator.foreignkey;

import org.jspecify.annotations.Nullable;

/**
 * What a row of the left table asks of the row that it refers to.
 *
 * @param hash of the left value that asks, null if there is none any more
 * @param primaryKey serialised key of the left row; must not be changed
 * @param primaryPartition partition of the left row, null if an older version did not say
 */
public record Subscription(
        @Nullable ValueHash hash,
        Instruction instruction,
        byte[] primaryKey,
        @Nullable Integer primaryPartition) {

    /** What to do, with its code in the format. */
    public enum Instruction {
        /** Forget the subscription. */
        UNSUBSCRIBE(0),
        /** Forget the subscription, and answer that there is no row. */
        UNSUBSCRIBE_AND_ANSWER(1),
        /** Keep the subscription, and answer in any case. */
        ANSWER_ALWAYS(2),
        /** Keep the subscription, and answer if there is a row. */
        ANSWER_IF_PRESENT(3);

        private final byte code;

        Instruction(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }

        /** The instruction of a code, null if there is none. */
        static @Nullable Instruction of(byte code) {
            for (Instruction instruction : values()) {
                if (instruction.code == code) {
                    return instruction;
                }
            }
            return null;
        }

        boolean subscribes() {
            return this == ANSWER_ALWAYS || this == ANSWER_IF_PRESENT;
        }
    }
}
