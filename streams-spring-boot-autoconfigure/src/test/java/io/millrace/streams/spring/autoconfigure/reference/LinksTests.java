package io.millrace.streams.spring.autoconfigure.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Links within the documentation lead somewhere. */
class LinksTests {

    @Test
    void everyLinkToAFileOrAHeadingLeadsThere() throws IOException {
        List<MarkdownPage> pages = MarkdownPage.all();
        List<String> dead = new ArrayList<>();
        for (MarkdownPage page : pages) {
            for (String target : page.targets()) {
                if (!target.matches("(https?|mailto):.*") && !leadsSomewhere(page, target)) {
                    dead.add(page.path() + ": " + target);
                }
            }
        }

        assertThat(pages).hasSizeGreaterThan(50);
        assertThat(dead).isEmpty();
    }

    private static boolean leadsSomewhere(MarkdownPage page, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty()
                ? page.path()
                : page.path().resolveSibling(parts[0]).normalize();
        return Files.exists(file)
                && (parts.length == 1 || MarkdownPage.read(file).anchors().contains(parts[1]));
    }
}
