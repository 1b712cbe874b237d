package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The runs of one line with all libraries.
 *
 * @param line what it is called
 * @param runs none if it has not been measured
 */
record Compared(String line, List<Run> runs) {

    boolean measured() {
        return !runs.isEmpty();
    }

    Spread of(Library library, ToDoubleFunction<Figures> measure) {
        return Spread.of(byRound(library, measure).values().stream()
                .mapToDouble(value -> value)
                .toArray());
    }

    /** The same as text; nothing if the library has no such run. */
    String text(Library library, String format, ToDoubleFunction<Figures> measure) {
        return byRound(library, measure).isEmpty() ? "" : of(library, measure).format(format);
    }

    /** The medians of both libraries. */
    String both(String format, ToDoubleFunction<Figures> measure) {
        return String.format(
                Locale.ROOT,
                format + " : " + format,
                of(Library.KAFKA_STREAMS, measure).median(),
                of(Library.MILLRACE, measure).median());
    }

    /** How many times less Millrace took, in each round. */
    Spread ratio(ToDoubleFunction<Figures> measure) {
        Map<Integer, Double> theirs = byRound(Library.KAFKA_STREAMS, measure);
        Map<Integer, Double> ours = byRound(Library.MILLRACE, measure);
        return Spread.of(theirs.entrySet().stream()
                .filter(their -> ours.containsKey(their.getKey()))
                .mapToDouble(their -> their.getValue() / ours.get(their.getKey()))
                .toArray());
    }

    Verdict verdict(ToDoubleFunction<Figures> measure, double target) {
        return new Verdict(line, ratio(measure), target);
    }

    /** How many rounds there were. */
    String rounds() {
        return Long.toString(runs.stream().mapToInt(Run::round).distinct().count());
    }

    private Map<Integer, Double> byRound(Library library, ToDoubleFunction<Figures> measure) {
        return runs.stream()
                .filter(run -> run.library() == library)
                .collect(Collectors.toMap(Run::round, run -> measure.applyAsDouble(run.figures())));
    }
}
