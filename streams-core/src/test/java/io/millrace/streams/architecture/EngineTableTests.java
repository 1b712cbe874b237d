package io.millrace.streams.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EngineTableTests {

    @Test
    void everyUsedPackageHasALine() {
        Set<String> lines = EngineTable.ALLOWED.keySet();

        assertThat(EngineTable.ALLOWED.values())
                .allSatisfy(used -> assertThat(lines).containsAll(used));
    }

    @Test
    void packagesCanBeSortedFromTheBottomUp() {
        Map<String, Set<String>> unsorted = new TreeMap<>(EngineTable.ALLOWED);

        while (unsorted.entrySet().removeIf(line -> line.getValue().stream().noneMatch(unsorted::containsKey))) {
            // Each round removes the packages that use only packages removed before.
        }

        assertThat(unsorted).isEmpty();
    }

    @Test
    void aSubPackageInheritsItsParentsLineUnlessItHasItsOwn() {
        assertThat(EngineTable.lineOf("operator.join.outer")).contains("operator");
        assertThat(EngineTable.lineOf("state.rocks.tuning")).contains("state.rocks");
        assertThat(EngineTable.lineOf("statement")).isEmpty();
    }
}
