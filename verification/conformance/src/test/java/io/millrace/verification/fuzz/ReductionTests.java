package io.millrace.verification.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReductionTests {

    private static final List<Integer> PLAIN = Collections.nCopies(Op.CHOICES, 0);

    @Test
    void keepsOnlyWhatTheFailureNeeds() {
        Program program = new Program(
                new Settings(1, 1000, true, true, true, true, true),
                List.of(stream(), stream()),
                List.of(op(Kind.MAP), op(Kind.COUNT), op(Kind.FILTER)),
                IntStream.range(0, 100)
                        .mapToObj(i -> new Input(i % 2, i, i, i, 1))
                        .toList());

        Program small = Reduction.of(
                program,
                candidate -> candidate.ops().stream().anyMatch(op -> op.kind() == Kind.COUNT)
                        && candidate.inputs().stream().anyMatch(input -> input.value() == 42));

        assertThat(small.settings()).isEqualTo(new Settings(0, 0, false, false, false, false, false));
        assertThat(small.sources()).hasSize(1);
        assertThat(small.ops()).containsExactly(new Op(Kind.COUNT, 0, 0, PLAIN));
        assertThat(small.inputs()).containsExactly(new Input(0, 0, 42, 0, 0));
    }

    private static Source stream() {
        return new Source(Source.Shape.STREAM, true, true, PLAIN);
    }

    private static Op op(Kind kind) {
        return new Op(kind, 3, 2, Collections.nCopies(Op.CHOICES, 7));
    }
}
