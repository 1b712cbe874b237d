package io.millrace.streams.spring.autoconfigure.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.spring.autoconfigure.reference.MarkdownPage.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/comparison.md says of Millrace is shown by tests that there are. */
class ComparisonTests {

    private static final MarkdownPage PAGE = MarkdownPage.of("docs/comparison.md");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Map<String, String> definitions = PAGE.definitions();
        List<String> missing = new ArrayList<>();
        for (Reference reference : PAGE.references()) {
            String target = definitions.get(reference.name());
            boolean ours = target != null && !target.startsWith("http");
            if (target == null || (ours && !exists(reference, target))) {
                missing.add(reference.name() + " " + reference.text());
            }
        }

        assertThat(definitions).hasSizeGreaterThan(50);
        assertThat(missing).isEmpty();
    }

    private static boolean exists(Reference reference, String target) throws IOException {
        Path file = PAGE.path().resolveSibling(target);
        if (!target.endsWith("/" + reference.name() + ".java") || !Files.exists(file)) {
            return false;
        }
        boolean method = !reference.text().equals(reference.name());
        return !method
                || Pattern.compile("\\b" + Pattern.quote(reference.text()) + "\\(")
                        .matcher(Files.readString(file))
                        .find();
    }

    @Test
    void everyNameOfALinkIsUsed() {
        assertThat(PAGE.references().stream().map(Reference::name).collect(Collectors.toSet()))
                .isEqualTo(PAGE.definitions().keySet());
    }

    /** The second cell of a row is ours. */
    @Test
    void whatIsNotShownByATestIsANo() {
        List<List<String>> rows =
                PAGE.rows().stream().filter(row -> !row.get(0).isEmpty()).toList();

        assertThat(rows).hasSizeGreaterThan(55);
        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(row.get(1)).containsPattern("^no\\b|\\[[a-z]\\w+]\\[\\w+Tests]|\\[\\w+Tests]"));
    }

    @Test
    void everyRowAnswersForEveryColumn() {
        assertThat(PAGE.rows().stream().map(List::size).distinct()).containsExactlyInAnyOrder(7, 3);
        assertThat(PAGE.rows().stream().flatMap(row -> row.stream().skip(1))).doesNotContain("");
    }
}
