package io.millrace.streams.engine.dsl;

import java.util.List;

/** A rule that turns the logical graph into one that does the same. */
@FunctionalInterface
interface Rewrite {

    /** The operators after the rule was applied wherever it fits, parents before children. */
    List<Operator> apply(List<Operator> operators);
}
