package io.millrace.streams.engine.dsl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets records without a key pass a repartition if some join behind it, however far, gives an answer for them. The partitioner
 * spreads them.
 */
final class RecordsWithoutKeys implements Rewrite {

    @Override
    public List<Operator> apply(List<Operator> operators) {
        Set<String> wanted = new HashSet<>();
        List<Operator> rewritten = new ArrayList<>(operators);
        // Children come after their parents, so from the end each operator is known to be wanted before its parents are
        // asked.
        for (int index = rewritten.size() - 1; index >= 0; index--) {
            Operator operator = rewritten.get(index);
            if (answersWithoutKey(operator) || wanted.contains(operator.name())) {
                wanted.addAll(operator.parents());
            }
            if (operator instanceof RepartitionOperator repartition && wanted.contains(operator.name())) {
                rewritten.set(index, repartition.keepingNullKeys());
            }
        }
        return rewritten;
    }

    private static boolean answersWithoutKey(Operator operator) {
        return (operator instanceof ProcessOperator process
                        && process.effect() == ProcessOperator.Effect.JOINED_WITH_NULL)
                || (operator instanceof StreamJoinOperator join && join.answersWithoutMatch());
    }
}
