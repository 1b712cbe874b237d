package io.millrace.verification.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds a small program that still fails. Lists lose ever smaller runs of elements, then what is left is made plainer. It knows what a program
 * is, so it takes some hundred trials where the generic shrinking of numbers and lists takes many thousand.
 */
final class Reduction {

    private static final int ROUNDS = 3;

    private final Predicate<Program> fails;
    private Program smallest;

    private Reduction(Program program, Predicate<Program> fails) {
        this.smallest = program;
        this.fails = fails;
    }

    static Program of(Program program, Predicate<Program> fails) {
        Reduction reduction = new Reduction(program, fails);
        Program before;
        int round = 0;
        do {
            before = reduction.smallest;
            reduction.round();
            round++;
        } while (round < ROUNDS && !before.equals(reduction.smallest));
        return reduction.smallest;
    }

    private void round() {
        thin(smallest.inputs(), inputs -> with(smallest.settings(), smallest.ops(), inputs));
        thin(smallest.ops(), ops -> with(smallest.settings(), ops, smallest.inputs()));
        plainSettings();
        plainOps();
        plainInputs();
        sources();
    }

    private Program with(Settings settings, List<Op> ops, List<Input> inputs) {
        return new Program(settings, smallest.sources(), ops, inputs);
    }

    private boolean tryOut(Program candidate) {
        if (candidate.equals(smallest) || !fails.test(candidate)) {
            return false;
        }
        smallest = candidate;
        return true;
    }

    /** Leaves out runs of elements, from the end, first long ones, then short ones. */
    private <T> void thin(List<T> given, Function<List<T>, Program> put) {
        List<T> elements = given;
        for (int run = Math.max(1, elements.size() / 2); run >= 1; run /= 2) {
            for (int end = elements.size(); end > 0; end -= run) {
                int start = Math.max(0, end - run);
                List<T> fewer = new ArrayList<>(elements.subList(0, start));
                fewer.addAll(elements.subList(Math.min(end, elements.size()), elements.size()));
                if (fewer.size() < elements.size() && tryOut(put.apply(fewer))) {
                    elements = fewer;
                }
            }
        }
    }

    private void plainSettings() {
        boolean plainer = true;
        while (plainer) {
            plainer = false;
            for (Settings candidate : smallest.settings().plainer()) {
                plainer |= tryOut(with(candidate, smallest.ops(), smallest.inputs()));
                if (plainer) {
                    break;
                }
            }
        }
    }

    private void plainOps() {
        for (int i = 0; i < smallest.ops().size(); i++) {
            Op op = smallest.ops().get(i);
            replaceOp(i, new Op(op.kind(), 0, op.other(), op.choices()));
            op = smallest.ops().get(i);
            replaceOp(i, new Op(op.kind(), op.input(), 0, op.choices()));
            for (int slot = 0; slot < Op.CHOICES; slot++) {
                op = smallest.ops().get(i);
                replaceOp(i, new Op(op.kind(), op.input(), op.other(), replaced(op.choices(), slot, 0)));
            }
        }
    }

    private void replaceOp(int index, Op op) {
        tryOut(with(smallest.settings(), replaced(smallest.ops(), index, op), smallest.inputs()));
    }

    private void plainInputs() {
        if (smallest.inputs().size() > 30) {
            return;
        }
        for (int i = 0; i < smallest.inputs().size(); i++) {
            Input input = smallest.inputs().get(i);
            replaceInput(i, new Input(input.topic(), input.key(), input.value(), input.time(), 0));
            input = smallest.inputs().get(i);
            replaceInput(i, new Input(input.topic(), 0, input.value(), input.time(), input.headers()));
            input = smallest.inputs().get(i);
            replaceInput(i, new Input(input.topic(), input.key(), 0, input.time(), input.headers()));
            input = smallest.inputs().get(i);
            replaceInput(i, new Input(input.topic(), input.key(), input.value(), 0, input.headers()));
        }
    }

    private void replaceInput(int index, Input input) {
        tryOut(with(smallest.settings(), smallest.ops(), replaced(smallest.inputs(), index, input)));
    }

    private void sources() {
        for (int i = 0; i < smallest.sources().size(); i++) {
            Source source = smallest.sources().get(i);
            replaceSource(
                    i,
                    new Source(
                            source.shape(),
                            source.longKeys(),
                            source.longValues(),
                            Collections.nCopies(Op.CHOICES, 0)));
            source = smallest.sources().get(i);
            replaceSource(i, new Source(source.shape(), false, source.longValues(), source.choices()));
            source = smallest.sources().get(i);
            replaceSource(i, new Source(source.shape(), source.longKeys(), false, source.choices()));
        }
        while (smallest.sources().size() > 1) {
            int last = smallest.sources().size() - 1;
            List<Input> inputs = smallest.inputs().stream()
                    .filter(input -> input.topic() < last)
                    .toList();
            if (!tryOut(
                    new Program(smallest.settings(), smallest.sources().subList(0, last), smallest.ops(), inputs))) {
                return;
            }
        }
    }

    private void replaceSource(int index, Source source) {
        tryOut(new Program(
                smallest.settings(), replaced(smallest.sources(), index, source), smallest.ops(), smallest.inputs()));
    }

    private static <T> List<T> replaced(List<T> list, int index, T element) {
        List<T> copy = new ArrayList<>(list);
        copy.set(index, element);
        return copy;
    }
}
