package io.millrace.verification.fuzz;

import java.util.List;
import java.util.Map;

/**
 * What can be seen of a program that ran.
 *
 * @param code the program as it was built, to be read by people
 * @param sections what is compared: topics, stores, events, description, errors, metrics; each by lines
 */
public record Observation(List<String> code, Map<String, List<String>> sections) {}
