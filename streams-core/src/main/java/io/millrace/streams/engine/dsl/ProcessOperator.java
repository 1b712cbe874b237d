package io.millrace.streams.engine.dsl;

import java.util.List;
import java.util.Set;

/**
 * Runs a processor.
 *
 * @param copartitioned source nodes whose topics must have equal partition counts for this to work; empty if it does not matter
 */
record ProcessOperator(String name, List<String> parents, Work work, Set<String> copartitioned) implements Operator {

    ProcessOperator {
        parents = List.copyOf(parents);
        copartitioned = Set.copyOf(copartitioned);
    }

    @Override
    public Operator renamed(Renaming renaming) {
        return new ProcessOperator(name, renaming.list(parents), work, renaming.set(copartitioned));
    }
}
