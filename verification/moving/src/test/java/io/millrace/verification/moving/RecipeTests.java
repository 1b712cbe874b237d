package io.millrace.verification.moving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openrewrite.ExecutionContext;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.Recipe;
import org.openrewrite.Result;
import org.openrewrite.SourceFile;
import org.openrewrite.config.Environment;
import org.openrewrite.config.YamlResourceLoader;
import org.openrewrite.internal.InMemoryLargeSourceSet;
import org.openrewrite.java.JavaParser;

/** Applies the recipe of the guide to a small project of Kafka Streams, compiles what comes out against Millrace, and runs its test. */
class RecipeTests {

    private static final Path RECIPE = Path.of("../../docs/guide/millrace.yml");
    private static final Path PROJECT = Path.of("src/test/project");

    @TempDir
    private static Path moved;

    @BeforeAll
    static void moveTheProject() throws IOException {
        ExecutionContext context = new InMemoryExecutionContext();
        List<SourceFile> sources = java(context);
        for (Result result : recipe().run(new InMemoryLargeSourceSet(sources), context)
                .getChangeset()
                .getAllResults()) {
            Path file = moved.resolve(result.getAfter().getSourcePath());
            Files.createDirectories(file.getParent());
            Files.writeString(file, result.getAfter().printAll());
        }
    }

    private static Recipe recipe() throws IOException {
        try (InputStream yaml = Files.newInputStream(RECIPE)) {
            return Environment.builder()
                    .load(new YamlResourceLoader(yaml, RECIPE.toUri(), new Properties()))
                    .build()
                    .activateRecipes("io.millrace.MoveFromKafkaStreams");
        }
    }

    private static List<SourceFile> java(ExecutionContext context) throws IOException {
        return JavaParser.fromJavaVersion()
                .classpath(classPath("kafka-").map(Path::of).toList())
                .build()
                .parse(javaFiles(PROJECT), PROJECT, context)
                .toList();
    }

    @Test
    void noImportOfKafkaStreamsIsLeft() throws IOException {
        List<Path> files = javaFiles(moved);

        assertThat(files)
                .hasSameSizeAs(javaFiles(PROJECT))
                .allSatisfy(file -> assertThat(file)
                        .content()
                        .contains("io.millrace.streams")
                        .doesNotContain("org.apache.kafka.streams"));
    }

    @Test
    void movedProjectCompilesAndItsTestPasses() throws Exception {
        List<String> classPath =
                classPath("").filter(entry -> !entry.contains("kafka-streams")).toList();
        Path classes = Files.createDirectory(moved.resolve("classes"));
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-d", classes.toString(), "-cp", String.join(File.pathSeparator, classPath)));
        javaFiles(moved).forEach(file -> arguments.add(file.toString()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();

        List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (String entry : classPath) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            loader.loadClass("shop.OrderTotalsCheck")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        }
    }

    /** Changing a pom needs repositories on the network, so only what the recipe says is checked here. */
    @Test
    void dependenciesAreThoseOfThisVersion() {
        String version = System.getProperty("project.version");

        assertThat(RECIPE)
                .content()
                .containsSubsequence("kafka-streams\n", "newArtifactId: streams-core\n", "newVersion: " + version)
                .containsSubsequence(
                        "kafka-streams-test-utils\n", "newArtifactId: streams-test\n", "newVersion: " + version);
    }

    private static List<Path> javaFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
        }
    }

    private static Stream<String> classPath(String part) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains(part));
    }
}
