package io.millrace.verification.chaos.faults.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreCheckTests {

    private final Verdict verdict = new Verdict();

    @Test
    void whatIsAsItMustBeIsFine() {
        check(true, Map.of("a", "1")).compareRows("store", Map.of("a", "1"));
        check(true, Map.of()).compareChangelog("store", Map.of("a", "1"), Map.of("a", 1L), (found, must) -> false);
        check(false, Map.of()).compareChangelog("store", Map.of("a", "3"), Map.of("a", 1L), (found, must) -> true);

        assertThat(complaints()).isZero();
    }

    @Test
    void whatIsMissingOrTooMuchOrDifferentIsFound() {
        check(true, Map.of("a", "1", "b", "2", "c", "3")).compareRows("store", Map.of("a", "1", "b", "3", "d", "4"));

        assertThat(complaints()).isEqualTo(3);
    }

    @Test
    void keysThatWereNeverSentAreFound() {
        check(true, Map.of()).compareChangelog("store", Map.of("a", "1", "x", "1"), Map.of("a", 1L), (f, m) -> false);

        assertThat(complaints()).isEqualTo(1);
    }

    private StoreCheck check(boolean exactlyOnce, Map<String, String> rows) {
        return new StoreCheck(Map.of("store", rows), exactlyOnce, verdict);
    }

    private long complaints() {
        return verdict.findings(0, 0).wrong();
    }
}
