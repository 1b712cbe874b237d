package io.millrace.verification.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generates programs: one to three sources, up to ten operators, records on few keys so that they meet. */
final class Programs {

    private Programs() {}

    static Arbitrary<Program> of(int records) {
        return Combinators.combine(settings(), sources(), ops(), inputs(records))
                .as(Programs::program);
    }

    private static Program program(Settings settings, List<Source> sources, List<Op> ops, List<Move> moves) {
        return new Program(settings, sources, ops, script(moves, sources.size()));
    }

    private static Arbitrary<Settings> settings() {
        return Combinators.combine(
                        rarely(1, 2, 3, 4),
                        Arbitraries.of(0L, 0L, 1_000_000L),
                        oneIn(8),
                        oneIn(6),
                        oneIn(2),
                        oneIn(6),
                        oneIn(20))
                .as(Settings::new);
    }

    private static Arbitrary<List<Source>> sources() {
        Arbitrary<Source.Shape> shape = Arbitraries.frequency(
                Tuple.of(6, Source.Shape.STREAM),
                Tuple.of(4, Source.Shape.TABLE),
                Tuple.of(2, Source.Shape.GLOBAL_TABLE));
        return Combinators.combine(shape, oneIn(4), oneIn(3), choices())
                .as(Source::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static Arbitrary<List<Op>> ops() {
        List<Tuple.Tuple2<Integer, Kind>> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            kinds.add(Tuple.of(kind.weight(), kind));
        }
        return Combinators.combine(
                        Arbitraries.frequency(kinds),
                        rarely(1, 2, 3, 4, 5),
                        Arbitraries.integers().between(0, 7),
                        choices())
                .as(Op::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(10);
    }

    private static Arbitrary<List<Integer>> choices() {
        return Arbitraries.integers().between(0, 15).list().ofSize(Op.CHOICES);
    }

    /** A step before it is known how many sources there are; times are steps from the last record. */
    private record Move(int topic, int key, int value, int time, int headers) {}

    private static Arbitrary<List<Move>> inputs(int records) {
        Arbitrary<Integer> time = Arbitraries.frequencyOf(
                Tuple.of(10, Arbitraries.integers().between(0, 12)),
                Tuple.of(4, Arbitraries.integers().between(-60, 0)),
                Tuple.of(1, Arbitraries.integers().between(60, 300)),
                Tuple.of(1, Arbitraries.integers().between(-400, -60)));
        Arbitrary<Integer> key = Arbitraries.frequencyOf(
                Tuple.of(24, Arbitraries.integers().between(0, 3)), Tuple.of(1, Arbitraries.just(Input.NULL)));
        Arbitrary<Integer> value = Arbitraries.frequencyOf(
                Tuple.of(60, Arbitraries.integers().between(0, 8)),
                Tuple.of(9, Arbitraries.just(Input.NULL)),
                Tuple.of(1, Arbitraries.just(Input.CORRUPT)));
        return Combinators.combine(Arbitraries.integers().between(-1, 11), key, value, time, rarely(1, 2))
                .as(Move::new)
                .list()
                .ofSize(records);
    }

    /** Times become absolute here, so that leaving a record out later does not move the others. */
    private static List<Input> script(List<Move> moves, int sources) {
        List<Input> inputs = new ArrayList<>();
        long now = 0;
        long latest = 0;
        for (Move move : moves) {
            if (move.topic < 0) {
                inputs.add(new Input(Input.CLOCK, 0, 0, 1 + Math.abs(move.time), 0));
                continue;
            }
            // Late records are late from the latest, and time goes on from there.
            now = Math.max(0, latest + move.time);
            latest = Math.max(latest, now);
            inputs.add(new Input(move.topic % sources, move.key, move.value, now, move.headers));
        }
        return inputs;
    }

    private static Arbitrary<Boolean> oneIn(int n) {
        return Arbitraries.frequency(Tuple.of(n - 1, false), Tuple.of(1, true));
    }

    private static Arbitrary<Integer> rarely(Integer... others) {
        List<Tuple.Tuple2<Integer, Integer>> all = new ArrayList<>();
        all.add(Tuple.of(others.length, 0));
        Arrays.stream(others).forEach(other -> all.add(Tuple.of(1, other)));
        return Arbitraries.frequency(all);
    }
}
