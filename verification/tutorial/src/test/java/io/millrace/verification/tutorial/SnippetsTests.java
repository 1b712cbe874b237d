package io.millrace.verification.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the documentation that is not run by the test of the guide compiles at least. */
class SnippetsTests {

    private static final Path REPOSITORY = Path.of("../..");
    private static final List<String> PAGES = List.of(
            "README.md",
            "docs/guide/errors.md",
            "docs/guide/processors.md",
            "docs/guide/queries.md",
            "docs/guide/spring.md",
            "docs/guide/testing.md");

    /** What is run is announced by a comment. */
    private static final Pattern SNIPPET = Pattern.compile("(?ms)(<!-- example: [^\\n]*\\n)?^```java\\n(.*?)^```$");

    private static final Pattern MEMBER =
            Pattern.compile("(@|static |public |class |record |[\\w<>, ]+ \\w+\\([^;]*\\{\\n).*", Pattern.DOTALL);

    private static final List<String> IMPORTS = List.of(
            "io.millrace.streams.*",
            "io.millrace.streams.errors.*",
            "io.millrace.streams.kstream.*",
            "io.millrace.streams.processor.*",
            "io.millrace.streams.processor.api.ContextualProcessor",
            "io.millrace.streams.processor.api.ProcessorContext",
            "io.millrace.streams.processor.api.Record",
            "io.millrace.streams.spring.*",
            "io.millrace.streams.state.*",
            "java.time.*",
            "java.util.*",
            "org.apache.kafka.common.serialization.*",
            "org.slf4j.*",
            "org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails",
            "org.springframework.context.annotation.Bean",
            "org.springframework.web.bind.annotation.*",
            "static org.assertj.core.api.Assertions.assertThat");

    /** What the reader is taken to have. */
    private static final String SURROUNDINGS = """
        record Order(String id) {}
        record Receipt(String id) {
            static Receipt of(Order order) {
                return new Receipt(order.id());
            }
        }
        record PeerSecrets(String password) {}
        static class WordCount {
            static Topology topology() {
                return new Topology();
            }
        }
        static class Once extends ContextualProcessor<String, String, String, String> {
            public void process(Record<String, String> record) {}
        }
        static final Logger LOG = LoggerFactory.getLogger("snippet");
        KafkaStreams streams;
        StateQueries queries;
        ProcessorContext<String, String> context;
        void flush(long now) {}
        """;

    @TempDir
    static Path classes;

    @Test
    void javaOfTheDocumentationCompiles() throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        for (String page : PAGES) {
            Matcher snippet = SNIPPET.matcher(Files.readString(REPOSITORY.resolve(page)));
            while (snippet.find()) {
                if (snippet.group(1) == null) {
                    sources.add(source("Snippet" + sources.size(), page, snippet.group(2)));
                }
            }
        }

        assertThat(sources).hasSizeGreaterThan(10);
        StringWriter messages = new StringWriter();
        JavaCompiler.CompilationTask task = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        messages,
                        null,
                        null,
                        List.of("-proc:none", "-d", classes.toString(), "-cp", Project.libraries()),
                        null,
                        sources);
        assertThat(task.call()).as(messages.toString()).isTrue();
    }

    private static JavaFileObject source(String name, String page, String snippet) {
        StringBuilder text = new StringBuilder();
        IMPORTS.forEach(imported -> text.append("import ").append(imported).append(";\n"));
        String whole = snippet.replace("{ ... }", "{ throw new UnsupportedOperationException(); }")
                .replace("Deduplicate::new", "Once::new");
        text.append("class ").append(name).append(" {\n").append(SURROUNDINGS);
        if (MEMBER.matcher(whole).matches()) {
            text.append(whole);
        } else {
            text.append("void statements() throws Exception {\n").append(whole).append("}\n");
        }
        text.append("}\n");
        // The name of the page is in the compiler's messages.
        URI uri = URI.create("snippet:///" + page + "/" + name + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {

            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
