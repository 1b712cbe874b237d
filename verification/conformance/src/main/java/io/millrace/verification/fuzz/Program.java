package io.millrace.verification.fuzz;

import java.util.List;

/** A topology and what is fed to it, as values that belong to neither library. */
public record Program(Settings settings, List<Source> sources, List<Op> ops, List<Input> inputs) {

    public Program {
        sources = List.copyOf(sources);
        ops = List.copyOf(ops);
        inputs = List.copyOf(inputs);
    }
}
