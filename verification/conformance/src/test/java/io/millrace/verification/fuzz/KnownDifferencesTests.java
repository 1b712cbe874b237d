package io.millrace.verification.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KnownDifferencesTests {

    private static final String NULL_OF_SLIDING_WINDOWS =
            "NullPointerException Cannot invoke \"Object.hashCode()\" because \"next.value\" is null at"
                    + " Windows.process";

    private static final Program PROGRAM =
            new Program(new Settings(0, 1_000_000, false, false, true, false, false), List.of(), List.of(), List.of());

    private static final Program MERGING =
            new Program(new Settings(3, 0, false, false, true, false, false), List.of(), List.of(), List.of());

    private static final List<String> READ_BY_OTHERS = List.of(
            "Source: one-repartition-source (topics: [one-repartition])",
            "  --> filter",
            "Processor: filter (stores: [])",
            "  --> count, out",
            "Processor: count (stores: [one])",
            "  --> none",
            "Sink: out (topic: out)");

    @Test
    void whatFollowsFromNullOfSlidingWindowsIsNoDifference() {
        Map<String, List<String>> expected =
                Map.of("#failures", List.of("step 7: " + NULL_OF_SLIDING_WINDOWS), "events", List.of("failed"));
        Map<String, List<String>> actual = Map.of("topic out", List.of("step 7: k = v"));

        assertThat(left(expected, actual)).isEmpty();
    }

    @Test
    void whatWasSentBeforeNullOfSlidingWindowsIsCompared() {
        Map<String, List<String>> expected = Map.of("#failures", List.of("step 7: " + NULL_OF_SLIDING_WINDOWS));
        Map<String, List<String>> actual = Map.of("topic out", List.of("step 6: k = v"));

        assertThat(left(expected, actual)).containsExactly("topic out");
    }

    @Test
    void whatFollowsFromOtherFailuresIsCompared() {
        Map<String, List<String>> expected = Map.of("#failures", List.of("step 7: NullPointerException null at A.b"));
        Map<String, List<String>> actual = Map.of("topic out", List.of("step 7: k = v"));

        assertThat(left(expected, actual)).containsExactly("topic out");
    }

    @Test
    void nullOfSlidingWindowsThatMillraceMeetsIsCompared() {
        Map<String, List<String>> expected = Map.of();
        Map<String, List<String>> actual =
                Map.of("#failures", List.of("step 7: " + NULL_OF_SLIDING_WINDOWS), "events", List.of("failed"));

        assertThat(left(expected, actual)).containsExactly("events");
    }

    @Test
    void nullOfSlidingWindowsMayBeMetBackwards() {
        String backwards = NULL_OF_SLIDING_WINDOWS.replace("next", "windowBeingProcessed");
        Map<String, List<String>> expected = Map.of("#failures", List.of("step 7: " + backwards));
        Map<String, List<String>> actual = Map.of("topic out", List.of("step 7: k = v"));

        assertThat(left(expected, actual)).isEmpty();
    }

    @Test
    void whatFollowsFromRecordsWithoutKeyThatOthersReadIsNoDifference() {
        Map<String, List<String>> expected = Map.of("description", READ_BY_OTHERS);
        Map<String, List<String>> actual = Map.of(
                "description", READ_BY_OTHERS,
                "topic app-one-repartition", List.of("step 7: null = v"),
                "topic out", List.of("step 7: null = v"));

        assertThat(left(MERGING, expected, actual)).isEmpty();
        assertThat(left(PROGRAM, expected, actual)).containsExactly("topic app-one-repartition", "topic out");
    }

    @Test
    void whatWasSentBeforeRecordsWithoutKeyIsCompared() {
        Map<String, List<String>> expected = Map.of("description", READ_BY_OTHERS);
        Map<String, List<String>> actual = Map.of(
                "description", READ_BY_OTHERS,
                "topic app-one-repartition", List.of("step 7: null = v"),
                "topic out", List.of("step 6: k = v"));

        assertThat(left(MERGING, expected, actual)).containsExactly("topic out");
    }

    @Test
    void recordsWithoutKeyThatNoOtherReadsAreCompared() {
        List<String> counted = List.of(
                "Source: one-repartition-source (topics: [one-repartition])",
                "  --> count",
                "Processor: count (stores: [one])",
                "  --> out",
                "Sink: out (topic: out)");
        Map<String, List<String>> expected = Map.of("description", counted);
        Map<String, List<String>> actual =
                Map.of("description", counted, "topic app-one-repartition", List.of("step 7: null = v"));

        assertThat(left(MERGING, expected, actual)).containsExactly("topic app-one-repartition");
    }

    private static List<String> left(Map<String, List<String>> expected, Map<String, List<String>> actual) {
        return left(PROGRAM, expected, actual);
    }

    private static List<String> left(
            Program program, Map<String, List<String>> expected, Map<String, List<String>> actual) {
        Observation theirs = new Observation(List.of(), expected);
        Observation ours = new Observation(List.of(), actual);
        Trial.Result result = new Trial.Result(theirs, ours, Difference.between(theirs, ours));
        return KnownDifferences.remove(program, result).stream()
                .map(Difference::section)
                .toList();
    }
}
