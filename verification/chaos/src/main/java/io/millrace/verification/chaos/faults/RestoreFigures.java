package io.millrace.verification.chaos.faults;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What all instances restored.
 *
 * @param first restores of a store new to the instance
 * @param returned records of each restore after the end of a process that had the task
 * @param share the largest of those as a part of its changelog
 * @param moved records of each restore of a task that another instance had in between
 * @param promotions changelogs of standbys that became active
 * @param promoted records of each restore that was needed then
 * @param rebuilds restores from the beginning of a store that was there
 * @param backwards restores that began before a place that was reached
 * @param threadsEnded threads that ended by an error
 */
record RestoreFigures(
        int first,
        List<Long> returned,
        double share,
        List<Long> moved,
        int promotions,
        List<Long> promoted,
        int rebuilds,
        int backwards,
        int threadsEnded) {

    static RestoreFigures of(List<Restores> instances, ToLongFunction<String> written) {
        List<Restores.Restore> returned =
                instances.stream().flatMap(of -> of.returned().stream()).toList();
        List<String> changelogs =
                returned.stream().map(Restores.Restore::changelog).distinct().toList();
        var sizes = changelogs.stream().collect(Collectors.toMap(Function.identity(), written::applyAsLong));
        return new RestoreFigures(
                instances.stream().mapToInt(Restores::first).sum(),
                records(returned),
                returned.stream()
                        .mapToDouble(of -> (double) of.records() / Math.max(1, sizes.get(of.changelog())))
                        .max()
                        .orElse(0),
                records(instances.stream().flatMap(of -> of.moved().stream()).toList()),
                instances.stream().mapToInt(Restores::promotions).sum(),
                records(instances.stream().flatMap(of -> of.promoted().stream()).toList()),
                instances.stream().mapToInt(Restores::rebuilds).sum(),
                instances.stream().mapToInt(Restores::backwards).sum(),
                instances.stream().mapToInt(Restores::threadsEnded).sum());
    }

    private static List<Long> records(List<Restores.Restore> restores) {
        return restores.stream().map(Restores.Restore::records).toList();
    }
}
