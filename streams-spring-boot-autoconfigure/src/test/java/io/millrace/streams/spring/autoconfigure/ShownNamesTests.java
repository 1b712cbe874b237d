package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShownNamesTests {

    @Test
    void namesAreShownAsTheyAre() {
        assertThat(ShownNames.of(List.of("counts", "sessions"))).isEqualTo("counts, sessions");
        assertThat(ShownNames.of(List.of())).isEqualTo("none");
    }

    @Test
    void manyNamesAreShownInPart() {
        List<String> names = IntStream.range(0, 1_000).mapToObj(i -> "s" + i).toList();

        assertThat(ShownNames.of(names)).startsWith("s0, s1, ").endsWith(", s19 and 980 more");
        assertThat(ShownNames.of(names.subList(0, 20))).endsWith(", s19");
    }

    @Test
    void aNameNeitherFillsAnAnswerNorEndsALine() {
        assertThat(ShownNames.of(List.of("x".repeat(10_000)))).hasSize(83).endsWith("...");
        assertThat(ShownNames.of(List.of("a\r\nb\u0000"))).isEqualTo("a??b?");
    }
}
