package io.millrace.examples.guide;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The source of a class of examples beside the class itself. An example is a static method that takes the builder and nothing else. */
record ExampleSource(Class<?> type, String text) {

    private static final Path SOURCES = Path.of("src/main/java/io/millrace/examples/guide");

    static ExampleSource of(String className) {
        try {
            return new ExampleSource(
                    Class.forName(ExampleSource.class.getPackageName() + "." + className),
                    Files.readString(SOURCES.resolve(className + ".java")));
        } catch (ClassNotFoundException | IOException e) {
            throw new IllegalStateException("The guide names the class '" + className + "', which is not there.", e);
        }
    }

    List<String> methodNames() {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {StreamsBuilder.class}))
                .map(Method::getName)
                .toList();
    }

    /** What stands between the braces of the method, without its indentation. */
    String body(String methodName) {
        Matcher matcher = Pattern.compile(
                        "    static void " + methodName + "\\(StreamsBuilder builder\\) \\{\n(.*?)\n    }\n",
                        Pattern.DOTALL)
                .matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(type.getSimpleName() + " has no example '" + methodName + "'.");
        }
        return matcher.group(1).stripIndent().stripTrailing() + "\n";
    }

    Topology topology(String methodName) throws ReflectiveOperationException {
        StreamsBuilder builder = new StreamsBuilder();
        Method method = type.getDeclaredMethod(methodName, StreamsBuilder.class);
        method.setAccessible(true);
        method.invoke(null, builder);
        return builder.build();
    }
}
