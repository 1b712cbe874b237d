package io.millrace.verification.chaos.faults.oracle;

import java.util.List;

/**
 * What was found.
 *
 * @param inputs records sent
 * @param lost inputs without an output
 * @param doubled outputs too many
 * @param wrong outputs or rows that are not what they must be, or not at their place
 * @param mostInCommit as many records, at most, were put out within a commit interval
 * @param complaints some of them, in words
 */
public record Findings(long inputs, long lost, long doubled, long wrong, long mostInCommit, List<String> complaints) {}
