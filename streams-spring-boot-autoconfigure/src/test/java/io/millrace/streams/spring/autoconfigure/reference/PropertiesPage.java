package io.millrace.streams.spring.autoconfigure.reference;

import io.millrace.streams.spring.autoconfigure.TopologyProperties;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;

/** Writes the page of all properties from the metadata that IDEs use. */
final class PropertiesPage {

    private static final String PREFIX = "streams.";
    private static final Pattern SET = Pattern.compile("java\\.util\\.Set<(.+)>");

    private final JsonNode metadata;
    private final Map<String, List<String>> hints = new LinkedHashMap<>();

    PropertiesPage(JsonNode metadata) {
        this.metadata = metadata;
        for (JsonNode hint : metadata.path("hints")) {
            List<String> values = new ArrayList<>();
            hint.path("values").forEach(value -> values.add(value.get("value").asString()));
            hints.put(hint.get("name").asString(), values);
        }
    }

    String text() {
        StringBuilder page = new StringBuilder("""
            # Properties

            <!-- Written by ReferenceTests from the configuration metadata; run it with -Dreference.write=true to write it anew. -->

            What has a tick under *each* can be set for all topologies, as written here, and again for one of them, under `streams.topologies.<name>.`:
            `streams.num-threads` for all, `streams.topologies.orders.num-threads` for the topology `orders`. What is not set for one is that of all.

            What comes later wins: defaults of the engine; `spring.kafka.*`; `spring.kafka.streams.*`; `KafkaConnectionDetails`; `streams.*`; `streams.properties`;
            `streams.topologies.<name>.*`; its `properties`; beans of type `StreamsConfigCustomizer`. Where Kafka is, is set with `spring.kafka.bootstrap-servers`, or by a
            `KafkaConnectionDetails` bean; for a second cluster, declare one with `@Bean(defaultCandidate = false)` and name it in `connection`.
            """);
        // Ours first.
        Map<String, List<JsonNode>> groups =
                new TreeMap<>(Comparator.comparing((String group) -> !group.startsWith("streams"))
                        .thenComparing(Comparator.naturalOrder()));
        for (JsonNode property : metadata.get("properties")) {
            String name = property.get("name").asString();
            groups.computeIfAbsent(group(name), key -> new ArrayList<>()).add(property);
        }
        groups.forEach((group, properties) -> {
            page.append("\n## ")
                    .append(group)
                    .append("\n\n| property | each | value | default | |\n| --- | --- | --- | --- | --- |\n");
            properties.forEach(property -> page.append(row(property)));
        });
        return page.toString();
    }

    private static String group(String name) {
        if (!name.startsWith(PREFIX)) {
            return "management";
        }
        int dot = name.lastIndexOf('.');
        return name.substring(0, dot);
    }

    private String row(JsonNode property) {
        String name = property.get("name").asString();
        String type = property.path("type").asString("");
        String fallback = property.path("defaultValue").asString("").replace('_', '-');
        return "| `" + name + "` | " + (isForEach(name) ? "✓" : "") + " | " + values(name, type) + " | "
                + (fallback.isEmpty() ? "" : "`" + fallback + "`") + " | "
                + property.path("description").asString("").replace("|", "\\|").replace("<", "&lt;") + " |\n";
    }

    private String values(String name, String type) {
        List<String> hinted = hints.getOrDefault(name, List.of());
        if (!hinted.isEmpty()) {
            return String.join(", ", hinted) + (hinted.contains("fail") || name.endsWith("uncaught") ? ", bean:…" : "");
        }
        Matcher set = SET.matcher(type);
        if (set.matches()) {
            return "list of " + values(name, set.group(1));
        }
        return switch (type) {
            case "java.lang.Boolean" -> "true, false";
            case "java.lang.Integer", "java.lang.Long" -> "number";
            case "java.time.Duration" -> "duration";
            case "org.springframework.util.unit.DataSize" -> "size";
            case "java.lang.String" -> "text";
            case "java.nio.file.Path" -> "path";
            default -> type.startsWith("java.util.Map") ? "map" : constants(type);
        };
    }

    private static String constants(String type) {
        Class<?> named = ClassUtils.resolveClassName(type, null);
        List<String> constants = new ArrayList<>();
        if (named.isEnum()) {
            for (Object constant : named.getEnumConstants()) {
                constants.add(
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
        }
        return constants.isEmpty() ? named.getSimpleName() : String.join(", ", constants);
    }

    /** Whether it can be set for one topology, that is, whether the type of those properties leads to it. */
    private static boolean isForEach(String name) {
        if (!name.startsWith(PREFIX)) {
            return false;
        }
        Class<?> type = TopologyProperties.class;
        for (String part : name.substring(PREFIX.length()).split("\\.", -1)) {
            type = getter(type, "get" + part.replace("-", ""));
            if (type == null) {
                return false;
            }
        }
        return true;
    }

    private static Class<?> getter(Class<?> type, String name) {
        for (Method method : type.getMethods()) {
            if (method.getName().equalsIgnoreCase(name) && method.getParameterCount() == 0) {
                return method.getReturnType();
            }
        }
        return null;
    }
}
