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

    private static List<String> left(Map<String, List<String>> expected, Map<String, List<String>> actual) {
        Observation theirs = new Observation(List.of(), expected);
        Observation ours = new Observation(List.of(), actual);
        Trial.Result result = new Trial.Result(theirs, ours, Difference.between(theirs, ours));
        return KnownDifferences.remove(PROGRAM, result).stream()
                .map(Difference::section)
                .toList();
    }
}
