package io.millrace.examples.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An example on a page of the guide: a comment that names it, its code, and what it does with some records. */
record GuideExample(String page, String className, String methodName, String code, String transcript) {

    private static final Pattern EXAMPLE = Pattern.compile(
            "<!-- example: (\\w+)\\.(\\w+) -->\n```java\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile("<!-- example: ");

    /** The examples of a page; a comment that is not followed by code and transcript is an error of the page. */
    static List<GuideExample> of(Path page) {
        String text = read(page);
        List<GuideExample> examples = new ArrayList<>();
        for (Matcher matcher = EXAMPLE.matcher(text); matcher.find(); ) {
            examples.add(new GuideExample(
                    page.getFileName().toString(),
                    matcher.group(1),
                    matcher.group(2),
                    matcher.group(3),
                    matcher.group(4)));
        }
        long marks = MARK.matcher(text).results().count();
        if (marks != examples.size()) {
            throw new IllegalStateException(page + " marks " + marks + " examples, but only " + examples.size()
                    + " are followed by a java block, an empty line and a text block.");
        }
        return examples;
    }

    String name() {
        return className + "." + methodName;
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
