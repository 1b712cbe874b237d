package io.millrace.streams.engine.dsl;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a processor.
 *
 * @param copartitioned source nodes whose topics must have equal partition counts for this to work; empty if it does not matter
 * @param effect what a rewrite may know of it
 */
record ProcessOperator(String name, List<String> parents, Work work, Set<String> copartitioned, Effect effect)
        implements Operator {

    /** What becomes of records. */
    enum Effect {
        /** They are passed on unchanged or not at all. */
        PASSED,
        /** They are passed on unchanged, from several streams, which may be one and the same. */
        MERGED,
        /** They may have another key. */
        REKEYED,
        /** They come out joined with null if they meet nothing, those without a key too. */
        JOINED_WITH_NULL,
        /** Anything else. */
        OTHER
    }

    ProcessOperator {
        parents = List.copyOf(new LinkedHashSet<>(parents));
        copartitioned = Set.copyOf(copartitioned);
    }

    ProcessOperator(String name, List<String> parents, Work work, Set<String> copartitioned) {
        this(name, parents, work, copartitioned, Effect.OTHER);
    }

    boolean passesRecords() {
        return effect == Effect.PASSED || effect == Effect.MERGED;
    }

    /**
     * Behind a merge, what takes the place of a parent comes after the other parents, as in descriptions by Kafka Streams.
     *
     * @param places what is put in the place of what, in order
     */
    ProcessOperator replacedLast(Map<String, String> places) {
        if (effect != Effect.MERGED) {
            return this;
        }
        Set<String> ordered = new LinkedHashSet<>(parents);
        places.keySet().forEach(replaced -> {
            if (ordered.remove(replaced)) {
                ordered.add(replaced);
            }
        });
        return new ProcessOperator(name, List.copyOf(ordered), work, copartitioned, effect);
    }

    @Override
    public Operator renamed(Renaming renaming) {
        return new ProcessOperator(name, renaming.list(parents), work, renaming.sourceSet(copartitioned), effect);
    }
}
