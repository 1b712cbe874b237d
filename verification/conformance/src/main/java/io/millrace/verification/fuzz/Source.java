package io.millrace.verification.fuzz;

import java.util.List;

/** A topic that the program reads, as what, and with which types; {@code choices} as in {@link Op}. */
public record Source(Shape shape, boolean longKeys, boolean longValues, List<Integer> choices) {

    /** What a topic is read as. */
    public enum Shape {
        STREAM,
        TABLE,
        GLOBAL_TABLE
    }

    public Source {
        choices = List.copyOf(choices);
    }

    public int choice(int slot, int n) {
        return choices.get(slot) % n;
    }
}
