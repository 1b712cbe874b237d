package io.millrace.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the guide to what the library does: its code is the code compiled here, its transcripts are executed. */
class GuideTests {

    private static final Path GUIDE = Path.of("../docs/guide");

    @TestFactory
    Stream<DynamicTest> examplesDoWhatTheGuideSays() throws IOException {
        return examples().stream()
                .map(example -> DynamicTest.dynamicTest(example.page() + ": " + example.name(), () -> check(example)));
    }

    private static void check(GuideExample example) throws Exception {
        ExampleSource source = ExampleSource.of(example.className());

        assertThat(example.code()).as("the code on the page").isEqualTo(source.body(example.methodName()));
        Transcript.parse(example.transcript()).play(source.topology(example.methodName()));
    }

    @Test
    void everyExampleIsInTheGuide() throws IOException {
        List<GuideExample> examples = examples();
        var classes = examples.stream().map(GuideExample::className).collect(Collectors.toCollection(TreeSet::new));

        assertThat(classes)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(ExampleSource.of(name).methodNames())
                        .isSubsetOf(examples.stream()
                                .filter(example -> example.className().equals(name))
                                .map(GuideExample::methodName)
                                .toList()));
    }

    private static List<GuideExample> examples() throws IOException {
        try (Stream<Path> files = Files.list(GUIDE)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .flatMap(file -> GuideExample.of(file).stream())
                    .toList();
        }
    }
}
