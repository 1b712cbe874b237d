package io.millrace.verification.benchmarks.flow;

/**
 * One run.
 *
 * @param part of the page
 * @param line of that part
 * @param library that ran
 * @param round in which it did, with the others
 * @param figures what came of it
 */
record Run(String part, String line, Library library, int round, Figures figures) {

    boolean isOf(String somePart, String someLine) {
        return part.equals(somePart) && line.equals(someLine);
    }
}
