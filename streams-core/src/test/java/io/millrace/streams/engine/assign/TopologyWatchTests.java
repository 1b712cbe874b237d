package io.millrace.streams.engine.assign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TopologyWatchTests {

    private final TopologyWatch watch = new TopologyWatch();

    @Test
    void membersOfDifferentTopologiesAreNamedOnceForEachChange() {
        String agreeing = watch.look(group(Map.of("a", 7L, "b", 7L)));
        String different = watch.look(group(Map.of("a", 7L, "b", 8L, "c", 8L)));
        String again = watch.look(group(Map.of("a", 7L, "b", 8L, "c", 8L)));
        String another = watch.look(group(Map.of("a", 8L, "b", 8L, "c", 7L)));
        String settled = watch.look(group(Map.of("a", 8L, "b", 8L, "c", 8L)));
        String quiet = watch.look(group(Map.of("a", 8L, "b", 8L)));

        assertThat(agreeing).isNull();
        assertThat(different).contains("2 different topologies", "7 by [a]", "8 by [b, c]", "application.id");
        assertThat(again).isNull();
        assertThat(another).contains("7 by [c]", "8 by [a, b]");
        assertThat(settled).contains("same topology now");
        assertThat(quiet).isNull();
    }

    @Test
    void aMemberThatDoesNotTellIsNotDifferent() {
        assertThat(watch.look(group(Map.of("a", 7L, "old", 0L)))).isNull();
    }

    @Test
    void notAllOfManyAreNamed() {
        Map<String, Long> many = new TreeMap<>();
        for (int i = 100; i < 200; i++) {
            many.put("m" + i, 1L + i / 199);
        }

        assertThat(watch.look(group(many)))
                .contains("m100", "m109", "and 89 more", "m199")
                .doesNotContain("m110");
    }

    private static Map<String, MemberSubscription> group(Map<String, Long> hashes) {
        Map<String, MemberSubscription> members = new TreeMap<>();
        hashes.forEach((id, hash) -> members.put(
                id, new MemberSubscription(new UUID(0, 1), Map.of(), Set.of(), Site.UNKNOWN, null, hash, false)));
        return members;
    }
}
