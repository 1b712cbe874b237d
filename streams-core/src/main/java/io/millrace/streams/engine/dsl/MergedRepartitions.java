package io.millrace.streams.engine.dsl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Repartitions once right behind the operator that changed the key, instead of before each operator that needs the new
 * partitions. Only operators that pass records on as they are lie between the two places; they move behind the repartition.
 */
final class MergedRepartitions implements Rewrite {

    @Override
    public List<Operator> apply(List<Operator> operators) {
        Map<String, Operator> byName = new HashMap<>();
        operators.forEach(operator -> byName.put(operator.name(), operator));
        Map<String, List<RepartitionOperator>> byPlace = byPlace(operators, byName);
        Map<String, RepartitionOperator> merged = new LinkedHashMap<>();
        Map<String, String> parents = new HashMap<>();
        Map<String, String> sources = new HashMap<>();
        Set<String> moved = new HashSet<>();
        byPlace.forEach((place, group) -> {
            Set<String> between = between(place, group, byName);
            RepartitionOperator one = one(place, group, isReadByOthers(between, operators));
            merged.put(place, one);
            for (RepartitionOperator each : group) {
                String input = each.parents().get(0);
                parents.put(each.name(), input.equals(place) ? one.name() : input);
                sources.put(each.name(), one.name());
            }
            moved.addAll(between);
        });
        return rewritten(operators, merged, moved, new Renaming(parents, sources));
    }

    /**
     * Repartitions that one may replace, by the place of that one. Behind a merge of streams that all come from one place, it is that place,
     * if there is a repartition anyway.
     */
    private static Map<String, List<RepartitionOperator>> byPlace(
            List<Operator> operators, Map<String, Operator> byName) {
        Map<RepartitionOperator, String> nearest = new LinkedHashMap<>();
        for (Operator operator : operators) {
            if (operator instanceof RepartitionOperator repartition && repartition.isMergeable()) {
                String place = place(repartition, byName);
                if (place != null) {
                    nearest.put(repartition, place);
                }
            }
        }
        Set<String> places = Set.copyOf(nearest.values());
        Map<String, List<RepartitionOperator>> byPlace = new LinkedHashMap<>();
        nearest.forEach((repartition, place) -> {
            String best = place;
            for (String next = origin(place, byName, nearest); next != null; next = origin(next, byName, nearest)) {
                best = places.contains(next) ? next : best;
            }
            byPlace.computeIfAbsent(best, key -> new ArrayList<>()).add(repartition);
        });
        return byPlace;
    }

    /**
     * What all that is merged comes from, with nothing but passing operators between, apart from streams that are partitioned like one
     * repartitioned there; null if that is not one operator.
     */
    private static @Nullable String origin(
            String place, Map<String, Operator> byName, Map<RepartitionOperator, String> nearest) {
        if (!(byName.get(place) instanceof ProcessOperator merge) || merge.effect() != ProcessOperator.Effect.MERGED) {
            return null;
        }
        Set<String> origins = new HashSet<>();
        List<Set<String>> partitioned = new ArrayList<>();
        for (String parent : merge.parents()) {
            Set<String> places = partitionedLike(parent, byName, nearest);
            if (!places.isEmpty()) {
                partitioned.add(places);
                continue;
            }
            String name = parent;
            while (byName.get(name) instanceof ProcessOperator process
                    && process.effect() == ProcessOperator.Effect.PASSED) {
                name = process.parents().get(0);
            }
            origins.add(name);
        }
        String origin = origins.size() == 1 ? origins.iterator().next() : null;
        while (origin != null && !isAmongAll(origin, partitioned)) {
            origin = origin(origin, byName, nearest);
        }
        return origin;
    }

    private static boolean isAmongAll(String origin, List<Set<String>> places) {
        return places.stream().allMatch(each -> each.contains(origin));
    }

    /** The places behind which one repartition would partition its records like these; none if these were not repartitioned, or have other keys since. */
    private static Set<String> partitionedLike(
            String name, Map<String, Operator> byName, Map<RepartitionOperator, String> nearest) {
        Operator operator = Objects.requireNonNull(byName.get(name));
        if (operator instanceof RepartitionOperator repartition) {
            String place = nearest.get(repartition);
            return place == null ? Set.of() : Set.of(place);
        }
        if (operator instanceof StreamJoinOperator join) {
            Set<String> left = partitionedLike(join.sides().left(), byName, nearest);
            Set<String> right = partitionedLike(join.sides().right(), byName, nearest);
            Set<String> both = new HashSet<>(left);
            both.addAll(right);
            return left.isEmpty() || right.isEmpty() ? Set.of() : both;
        }
        return operator instanceof ProcessOperator process
                        && process.work() instanceof Work.KeyKeeping
                        && process.parents().size() == 1
                ? partitionedLike(process.parents().get(0), byName, nearest)
                : Set.of();
    }

    /** Where the key was changed that asks for this repartition; null if the values have changed since. */
    private static @Nullable String place(RepartitionOperator repartition, Map<String, Operator> byName) {
        String name = repartition.parents().get(0);
        while (byName.get(name) instanceof ProcessOperator process
                && (process.passesRecords() || process.effect() == ProcessOperator.Effect.REKEYED)) {
            if (process.effect() == ProcessOperator.Effect.REKEYED) {
                return name;
            }
            if (process.effect() == ProcessOperator.Effect.MERGED) {
                // Behind a merge, any of the merged streams may have changed the key.
                return isRekeyed(name, byName) ? name : null;
            }
            name = process.parents().get(0);
        }
        return null;
    }

    /**
     * Whether one repartition behind these merged streams serves all. It would do so always; what has changed key or values last, in
     * the first of the streams that were changed at all, decides because it does in Kafka Streams, whose topics are kept.
     */
    private static boolean isRekeyed(String merge, Map<String, Operator> byName) {
        Deque<String> open = new ArrayDeque<>(List.of(merge));
        while (!open.isEmpty()) {
            Operator operator = Objects.requireNonNull(byName.get(open.pop()));
            if (operator instanceof ProcessOperator process && !process.passesRecords()) {
                return process.effect() == ProcessOperator.Effect.REKEYED;
            }
            List<String> parents = operator.parents();
            for (int i = parents.size() - 1; i >= 0; i--) {
                open.push(parents.get(i));
            }
        }
        return false;
    }

    private static Set<String> between(String place, List<RepartitionOperator> group, Map<String, Operator> byName) {
        Set<String> between = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        group.forEach(repartition -> open.addAll(repartition.parents()));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (!name.equals(place)
                    && byName.get(name) instanceof ProcessOperator process
                    && process.passesRecords()
                    && between.add(name)) {
                open.addAll(process.parents());
            }
        }
        return between;
    }

    /** Whether something hears of the records between the two places that no repartition was asked for. */
    private static boolean isReadByOthers(Set<String> between, List<Operator> operators) {
        return operators.stream()
                .filter(operator -> !between.contains(operator.name()))
                .filter(operator -> !(operator instanceof RepartitionOperator repartition && repartition.isMergeable()))
                .anyMatch(operator -> operator.parents().stream().anyMatch(between::contains));
    }

    private static RepartitionOperator one(String place, List<RepartitionOperator> group, boolean isReadByOthers) {
        String topic = group.get(0).topic();
        boolean keepsNullKeys =
                isReadByOthers || group.stream().anyMatch(each -> each.input().keepsNullKeys());
        return new RepartitionOperator(
                new RepartitionOperator.Nodes(topic + "-filter", topic + "-sink", topic + "-source"),
                List.of(place),
                topic,
                null,
                new SinkOperator.Output(
                        firstGiven(group, each -> each.output().keySerializer()),
                        firstGiven(group, each -> each.output().valueSerializer()),
                        null),
                new RepartitionOperator.Input(
                        firstGiven(group, each -> each.input().keyDeserializer()),
                        firstGiven(group, each -> each.input().valueDeserializer()),
                        keepsNullKeys));
    }

    private static <T> @Nullable T firstGiven(
            Collection<RepartitionOperator> group, Function<RepartitionOperator, @Nullable T> part) {
        for (RepartitionOperator each : group) {
            T given = part.apply(each);
            if (given != null) {
                return given;
            }
        }
        return null;
    }

    private static List<Operator> rewritten(
            List<Operator> operators, Map<String, RepartitionOperator> merged, Set<String> moved, Renaming renaming) {
        Map<String, String> places = new LinkedHashMap<>();
        merged.forEach((place, one) -> places.put(place, one.name()));
        Renaming behind = new Renaming(places, Map.of());
        List<Operator> rewritten = new ArrayList<>();
        for (Operator operator : operators) {
            if (renaming.sources().containsKey(operator.name())) {
                continue;
            }
            Operator renamed = operator.renamed(renaming);
            if (moved.contains(operator.name()) && renamed instanceof ProcessOperator process) {
                renamed = process.replacedLast(places).renamed(behind);
            }
            rewritten.add(renamed);
            RepartitionOperator one = merged.get(operator.name());
            if (one != null) {
                rewritten.add(one);
            }
        }
        return rewritten;
    }
}
