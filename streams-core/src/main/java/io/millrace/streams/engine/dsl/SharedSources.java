package io.millrace.streams.engine.dsl;

import io.millrace.streams.errors.TopologyException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets streams that read the same topics share one source node, since a topic can only be read once. */
final class SharedSources implements Rewrite {

    @Override
    public List<Operator> apply(List<Operator> operators) {
        List<SourceOperator> kept = new ArrayList<>();
        // By identity: a table's source may have the name of a stream's.
        Set<Operator> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<String, String> places = new LinkedHashMap<>();
        for (Operator operator : operators) {
            if (operator instanceof SourceOperator source && source.use() == SourceOperator.Use.STREAM) {
                SourceOperator same = sameTopics(kept, source);
                if (same == null) {
                    kept.add(source);
                } else {
                    places.put(source.name(), same.name());
                    dropped.add(source);
                }
            }
        }
        if (dropped.isEmpty()) {
            return operators;
        }
        Renaming renaming = new Renaming(places);
        return operators.stream()
                .filter(operator -> !dropped.contains(operator))
                .map(operator -> operator instanceof ProcessOperator process ? process.replacedLast(places) : operator)
                .map(operator -> operator.renamed(renaming))
                .toList();
    }

    private static @Nullable SourceOperator sameTopics(List<SourceOperator> kept, SourceOperator source) {
        for (SourceOperator other : kept) {
            if (reads(other).equals(reads(source))) {
                requireSameReset(other, source);
                return other;
            }
            if (!Collections.disjoint(other.topics(), source.topics())) {
                throw new TopologyException("Two streams read overlapping but not equal topics: " + other.topics()
                        + " and " + source.topics()
                        + ". Read the common topics in a stream of their own, and merge streams where needed.");
            }
        }
        return null;
    }

    private static Object reads(SourceOperator source) {
        Set<String> topics = new HashSet<>(source.topics());
        return source.pattern() == null ? topics : source.pattern().pattern();
    }

    private static void requireSameReset(SourceOperator one, SourceOperator other) {
        if (!Objects.equals(one.consumed().offsetReset(), other.consumed().offsetReset())) {
            throw new TopologyException("Two streams read " + reads(one)
                    + " with different offset reset policies; a topic is read once, so give both the same policy.");
        }
    }
}
