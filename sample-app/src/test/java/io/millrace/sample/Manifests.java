package io.millrace.sample;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What is deployed with the sample.
 *
 * @param resources the resources of {@code kubernetes.yaml}
 */
record Manifests(List<Map<String, Object>> resources) {

    /**
     * A probe of a container.
     *
     * @param name startup, liveness or readiness
     * @param path the path that it asks
     * @param port the name of the port
     */
    record Probe(String name, String path, String port) {}

    /** Reads {@code kubernetes.yaml}. */
    static Manifests read() throws IOException {
        List<Map<String, Object>> resources = new ArrayList<>();
        documents(Path.of("kubernetes.yaml")).forEach(resource -> resources.add(map(resource)));
        return new Manifests(resources);
    }

    /** Reads {@code compose.yaml}. */
    static Map<String, Object> compose() throws IOException {
        return map(documents(Path.of("compose.yaml")).get(0));
    }

    private static List<Object> documents(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            List<Object> documents = new ArrayList<>();
            new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(reader).forEach(documents::add);
            return documents;
        }
    }

    Map<String, Object> resource(String kind, String name) {
        return resources.stream()
                .filter(resource -> kind.equals(resource.get("kind"))
                        && name.equals(at(resource, "metadata").get("name")))
                .findFirst()
                .orElseThrow();
    }

    /** The containers of all workloads. */
    List<Map<String, Object>> containers() {
        List<Map<String, Object>> containers = new ArrayList<>();
        for (Map<String, Object> resource : resources) {
            if (resource.get("spec") != null && at(resource, "spec").containsKey("template")) {
                list(at(resource, "spec", "template", "spec"), "containers").forEach(each -> containers.add(map(each)));
            }
        }
        return containers;
    }

    List<Probe> probes() {
        List<Probe> probes = new ArrayList<>();
        for (Map<String, Object> container : containers()) {
            for (String name : List.of("startup", "liveness", "readiness")) {
                if (container.containsKey(name + "Probe")) {
                    Map<String, Object> get = at(container, name + "Probe", "httpGet");
                    probes.add(new Probe(
                            name, get.get("path").toString(), get.get("port").toString()));
                }
            }
        }
        return probes;
    }

    /** The variables of the environment of a container, with their values; empty where the value comes from elsewhere. */
    static Map<String, String> environment(Map<String, Object> container) {
        Map<String, String> environment = new java.util.TreeMap<>();
        for (Object each : list(container, "env")) {
            Map<String, Object> variable = map(each);
            environment.put(variable.get("name").toString(), Objects.toString(variable.get("value"), ""));
        }
        return environment;
    }

    static List<?> list(Map<String, Object> from, String name) {
        return (List<?>) from.getOrDefault(name, List.of());
    }

    static Map<String, Object> at(Map<String, Object> from, String... path) {
        Map<String, Object> found = from;
        for (String name : path) {
            found = map(found.get(name));
        }
        return found;
    }

    @SuppressWarnings("unchecked") // The names of YAML's mappings are text.
    static Map<String, Object> map(Object yaml) {
        return (Map<String, Object>) Objects.requireNonNull(yaml);
    }
}
