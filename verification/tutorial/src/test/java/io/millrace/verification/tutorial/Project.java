package io.millrace.verification.tutorial;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A Maven project, built without Maven: with the class path of this test, whose pom names the same dependencies.
 *
 * @param directory where its pom is
 */
record Project(Path directory) {

    /** Compiles everything into one directory; true if the compiler found nothing wrong. */
    boolean build() throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-parameters", "-d", classes().toString(), "-cp", libraries()));
        try (Stream<Path> files = Files.walk(directory.resolve("src"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> arguments.add(file.toString()));
        }
        Files.createDirectories(classes());
        Files.copy(
                directory.resolve("src/main/resources/application.yml"),
                classes().resolve("application.yml"),
                StandardCopyOption.REPLACE_EXISTING);
        return ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) == 0;
    }

    /** Starts a main class in a JVM of its own, on any free port; what it writes goes to a file. */
    Process start(String mainClass, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classes() + File.pathSeparator + libraries(),
                        mainClass,
                        "--server.port=0")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Has the classes of the project. */
    URLClassLoader loader() throws MalformedURLException {
        return new URLClassLoader(new URL[] {classes().toUri().toURL()}, Project.class.getClassLoader());
    }

    private Path classes() {
        return directory.resolve("target/classes");
    }

    /** The class path, without the classes of this test. */
    static String libraries() {
        return String.join(
                File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.endsWith("test-classes"))
                        .toList());
    }
}
