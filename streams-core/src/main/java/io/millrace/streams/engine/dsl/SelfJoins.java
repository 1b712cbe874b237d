package io.millrace.streams.engine.dsl;

import java.util.List;
import java.util.stream.Stream;

/** Lets a stream that is joined with itself do with one store. */
final class SelfJoins implements Rewrite {

    @Override
    public List<Operator> apply(List<Operator> operators) {
        return operators.stream()
                .flatMap(operator -> operator instanceof StreamJoinOperator join && join.isSelfJoin()
                        ? join.asSelfJoin().stream()
                        : Stream.of(operator))
                .toList();
    }
}
