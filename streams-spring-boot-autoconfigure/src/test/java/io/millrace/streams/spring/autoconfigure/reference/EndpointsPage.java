package io.millrace.streams.spring.autoconfigure.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.core.annotation.MergedAnnotations;

/** Writes the page of the endpoints from their classes: what can be asked from the methods, what it means from their Javadoc. */
final class EndpointsPage {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) ([^}]+)}");

    private final List<Class<?>> endpoints;
    private final List<String> undescribed = new ArrayList<>();

    EndpointsPage(List<Class<?>> endpoints) {
        this.endpoints = endpoints;
    }

    String text() {
        StringBuilder page = new StringBuilder("""
            # Endpoints

            <!-- Written by ReferenceTests from the classes of the endpoints; run it with -Dreference.write=true to write it anew. -->

            An endpoint answers over HTTP once it is in `management.endpoints.web.exposure.include`, and over JMX once it is in `management.endpoints.jmx.exposure.include` and
            `spring.jmx.enabled` is set; and then only as far as `management.endpoint.<id>.access` lets it. What is refused has status 400, what is not there 404, what is too much at a time 429, and what
            cannot be answered now 503, each with a `reason` for programs and a `message` for people. Who may ask at all is up to Spring Security: see the guide on [security](../guide/security.md).
            """);
        endpoints.forEach(endpoint -> page.append(section(endpoint)));
        return page.toString();
    }

    /** Operations without a Javadoc sentence; known after {@link #text()}. */
    List<String> undescribed() {
        return undescribed;
    }

    private String section(Class<?> type) {
        var endpoint = MergedAnnotations.from(type, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
                .get(Endpoint.class);
        String id = endpoint.getString("id");
        String access = endpoint.getEnum("defaultAccess", org.springframework.boot.actuate.endpoint.Access.class)
                .name()
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        String source = source(type);
        StringBuilder section = new StringBuilder("\n## " + id + "\n\n");
        section.append(described(source, type.getSimpleName() + " {", type.getSimpleName()));
        section.append(" Access by default: `")
                .append(access)
                .append("`.\n\n| | path | parameters | |\n| --- | --- | --- | --- |\n");
        List<Method> operations = new ArrayList<>(List.of(type.getDeclaredMethods()));
        operations.removeIf(method -> !Modifier.isPublic(method.getModifiers()) || verb(method) == null);
        operations.sort(Comparator.comparing(EndpointsPage::verb).thenComparing(method -> path("", method)));
        for (Method operation : operations) {
            section.append("| ")
                    .append(verb(operation))
                    .append(" | `")
                    .append(path("/actuator/" + id, operation))
                    .append("` | ");
            section.append(parameters(operation)).append(" | ");
            section.append(described(
                    source, " " + operation.getName() + "(", type.getSimpleName() + "." + operation.getName()));
            section.append(" |\n");
        }
        return section.toString();
    }

    private static String verb(Method method) {
        return has(method, ReadOperation.class) ? "GET" : has(method, WriteOperation.class) ? "POST" : null;
    }

    private static boolean has(Method method, Class<? extends Annotation> annotation) {
        return method.isAnnotationPresent(annotation);
    }

    private static String path(String root, Method operation) {
        StringBuilder path = new StringBuilder(root);
        for (Parameter parameter : operation.getParameters()) {
            if (parameter.isAnnotationPresent(Selector.class)) {
                path.append("/{").append(parameter.getName()).append('}');
            }
        }
        return path.toString();
    }

    private static String parameters(Method operation) {
        List<String> names = new ArrayList<>();
        for (Parameter parameter : operation.getParameters()) {
            if (!parameter.isAnnotationPresent(Selector.class) && parameter.getType() != SecurityContext.class) {
                names.add("`" + parameter.getName() + "`");
            }
        }
        return String.join(", ", names);
    }

    private static String source(Class<?> type) {
        try {
            return Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Javadoc of the member that is declared with these words, in one line. */
    private String described(String source, String words, String name) {
        for (int at = source.indexOf(words); at >= 0; at = source.indexOf(words, at + 1)) {
            String line = source.substring(source.lastIndexOf('\n', at) + 1, at);
            int end = source.lastIndexOf("*/", at);
            int start = source.lastIndexOf("/**", end);
            if (!line.contains("public") || end < 0 || source.substring(end, at).contains("}\n")) {
                continue;
            }
            String text = source.substring(start + 3, end)
                    .replaceAll("\\n\\s*\\* ?", " ")
                    .trim();
            Matcher tags = TAG.matcher(text.replaceAll(" @\\w+ .*", ""));
            return tags.replaceAll("`$1`").replaceAll("\\s*<p>\\s*", " ").replace("|", "\\|");
        }
        undescribed.add(name);
        return "";
    }
}
