package io.millrace.streams.engine.dsl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets the store of a table be restored from the topic that the table is read from. */
final class ReusedSourceTopics implements Rewrite {

    @Override
    public List<Operator> apply(List<Operator> operators) {
        Map<String, String> topics = new HashMap<>();
        for (Operator operator : operators) {
            if (operator instanceof SourceOperator source && source.use() == SourceOperator.Use.TABLE) {
                topics.put(source.name(), source.topics().get(0));
            }
        }
        return operators.stream()
                .map(operator -> operator instanceof ProcessOperator process ? reusing(process, topics) : operator)
                .toList();
    }

    private static ProcessOperator reusing(ProcessOperator process, Map<String, String> topics) {
        String topic = topics.get(process.parents().get(0));
        if (topic != null && process.work() instanceof Work.OfTable ofTable) {
            return new ProcessOperator(
                    process.name(),
                    process.parents(),
                    new Work.OfTable(ofTable.table(), topic),
                    process.copartitioned(),
                    process.effect());
        }
        return process;
    }
}
