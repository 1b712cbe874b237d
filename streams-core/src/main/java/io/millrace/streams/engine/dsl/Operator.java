package io.millrace.streams.engine.dsl;

import java.util.List;

/** A node of the logical graph. Parents are named, so that a rewrite can put another in a parent's place. */
sealed interface Operator
        permits SourceOperator,
                ProcessOperator,
                SinkOperator,
                RepartitionOperator,
                StoreOperator,
                GlobalStoreOperator,
                StreamJoinOperator {

    /** The name that children know it by. */
    String name();

    /** Empty for a source and for a store. */
    List<String> parents();

    /** This operator with parents and copartitioned sources renamed. */
    Operator renamed(Renaming renaming);
}
