package io.millrace.verification.benchmarks.flow.program;

/** The topics of an application. */
public record Topics(String input, String other, String output) {}
