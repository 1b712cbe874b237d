package io.millrace.verification.fuzz;

import java.util.List;

/**
 * One operator. Inputs are counted back from the latest result that fits, so that any list of operators is a program; one without a fitting
 * input does nothing.
 *
 * @param input which fitting result it reads, 0 for the latest
 * @param other which fitting result it joins or merges with
 * @param choices numbers from 0 to 15 that settle the details; 0 is the plainest
 */
public record Op(Kind kind, int input, int other, List<Integer> choices) {

    /** How many details an operator has. */
    public static final int CHOICES = 12;

    public Op {
        choices = List.copyOf(choices);
    }

    /** A number below {@code n}. */
    public int choice(int slot, int n) {
        return choices.get(slot) % n;
    }
}
