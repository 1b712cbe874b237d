package io.millrace.streams.engine.dsl;

/** A rewrite that the user may allow. */
public enum Optimization {
    /** A table read from a topic has no changelog of its own. */
    REUSE_SOURCE_TOPICS(new ReusedSourceTopics()),
    /** Operators behind one change of the key share a repartition topic. */
    MERGE_REPARTITIONS(new MergedRepartitions()),
    /** A stream that is joined with itself is kept once. */
    SINGLE_STORE_SELF_JOINS(new SelfJoins());

    private final Rewrite rule;

    Optimization(Rewrite rule) {
        this.rule = rule;
    }

    Rewrite rule() {
        return rule;
    }
}
