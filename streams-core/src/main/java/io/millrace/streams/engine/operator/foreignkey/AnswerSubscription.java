package io.millrace.streams.engine.operator.foreignkey;

import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.engine.operator.foreignkey.Subscription.Instruction;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;

/** Answers a subscription with the row that it asks for. */
public final class AnswerSubscription<K, KO, VO> implements Processor<KO, Subscription, K, Answer> {

    private final TableLookup<KO, VO> right;
    private final Answers.Terms<K, VO> terms;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Answers<K, VO> answers;

    public AnswerSubscription(TableLookup<KO, VO> right, Answers.Terms<K, VO> terms) {
        this.right = right;
        this.terms = terms;
    }

    @Override
    public void init(ProcessorContext<K, Answer> context) {
        right.init(context);
        answers = new Answers<>(terms, context);
    }

    @Override
    public void process(Record<KO, Subscription> record) {
        Subscription subscription = record.value();
        Instruction instruction = subscription.instruction();
        if (instruction == Instruction.UNSUBSCRIBE) {
            return;
        }
        ValueAndTimestamp<VO> found = record.key() == null ? null : right.find(record.key());
        VO value = ValueAndTimestamp.getValueOrNull(found);
        if (value == null && instruction == Instruction.ANSWER_IF_PRESENT) {
            return;
        }
        VO told = instruction == Instruction.UNSUBSCRIBE_AND_ANSWER ? null : value;
        long timestampMs = found == null ? record.timestamp() : Math.max(record.timestamp(), found.timestamp());
        answers.send(record, subscription, answers.bytes(told), timestampMs);
    }

    @Override
    public void close() {
        right.close();
    }
}
