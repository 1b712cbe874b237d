package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamsRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.MimeTypeUtils;

/** Shows the topologies of the application, and starts and stops them. Holds no user data. */
@WebEndpoint(id = StreamsEndpoint.ID, defaultAccess = Access.READ_ONLY)
public final class StreamsEndpoint {

    static final String ID = "streams";
    static final List<String> SECTIONS = List.of("topology", "threads", "tasks", "stores", "config");

    private final StreamsRegistry topologies;
    private final ConfigView configView;

    StreamsEndpoint(StreamsRegistry topologies, ConfigView configView) {
        this.topologies = topologies;
        this.configView = configView;
    }

    record Overview(Map<String, TopologySummary> topologies) implements OperationResponseBody {}

    /** All topologies in short. */
    @ReadOperation
    public Object overview() {
        Map<String, TopologySummary> summaries = new LinkedHashMap<>();
        topologies.topologies().forEach(topology -> summaries.put(topology.name(), TopologySummary.of(topology)));
        return new Overview(summaries);
    }

    /** One topology in short. */
    @ReadOperation
    public WebEndpointResponse<Object> topology(@Selector String topology) {
        return topologies
                .find(topology)
                .map(found -> new WebEndpointResponse<Object>(TopologySummary.of(found)))
                .orElseGet(StreamsEndpoint::unknownTopology);
    }

    /** A section of a topology; {@code format=text} shows the topology as text. */
    @ReadOperation
    public WebEndpointResponse<Object> section(
            SecurityContext asker, @Selector String topology, @Selector String section, @Nullable String format) {
        Optional<ManagedTopology> found = topologies.find(topology);
        if (found.isEmpty()) {
            return unknownTopology();
        }
        if (format != null) {
            return formatted(found.get(), section, format);
        }
        Map<String, Object> shown = section(found.get(), section, asker);
        return shown == null
                ? unknownSection()
                : new WebEndpointResponse<>(OperationResponseBody.of(Map.of(section, shown)));
    }

    /** One task or store. */
    @ReadOperation
    public WebEndpointResponse<Object> item(
            SecurityContext asker, @Selector String topology, @Selector String section, @Selector String name) {
        Optional<ManagedTopology> found = topologies.find(topology);
        if (found.isEmpty()) {
            return unknownTopology();
        }
        Map<String, Object> all = section(found.get(), section, asker);
        if (all == null) {
            return unknownSection();
        }
        Object item = all.get(name);
        return item == null
                ? Problem.notFound("unknown-name", "The section has nothing of that name.")
                : new WebEndpointResponse<>(OperationResponseBody.of(Map.of(name, item)));
    }

    private static WebEndpointResponse<Object> formatted(ManagedTopology topology, String section, String format) {
        if (!section.equals("topology")) {
            return Problem.badRequest("bad-format", "Only the topology has formats.");
        }
        return switch (format) {
            case "json" ->
                new WebEndpointResponse<>(
                        OperationResponseBody.of(Map.of(section, TopologySections.topology(topology.topology()))));
            case "text" ->
                new WebEndpointResponse<>(topology.topology().describe().toString(), MimeTypeUtils.TEXT_PLAIN);
            default -> Problem.badRequest("bad-format", "The formats are json and text.");
        };
    }

    private @Nullable Map<String, Object> section(ManagedTopology topology, String section, SecurityContext asker) {
        return switch (section) {
            case "topology" -> TopologySections.topology(topology.topology());
            case "threads" -> TopologySections.threads(topology);
            case "tasks" -> TopologySections.tasks(topology);
            case "stores" -> TopologySections.stores(topology);
            case "config" -> configView.of(topology.config(), asker);
            default -> null;
        };
    }

    /** Starts, stops, pauses or resumes a topology on this instance, and shows it in short. */
    @WriteOperation
    public WebEndpointResponse<Object> control(@Selector String topology, String action) {
        Optional<ManagedTopology> found = topologies.find(topology);
        if (found.isEmpty()) {
            return unknownTopology();
        }
        switch (action) {
            case "start" -> found.get().start();
            case "stop" -> found.get().stop();
            case "pause" -> found.get().client().pause();
            case "resume" -> found.get().client().resume();
            default -> {
                return Problem.badRequest("unknown-action", "The actions are start, stop, pause and resume.");
            }
        }
        return new WebEndpointResponse<>(TopologySummary.of(found.get()));
    }

    private static WebEndpointResponse<Object> unknownTopology() {
        return Problem.notFound("unknown-topology", "There is no such topology.");
    }

    private static WebEndpointResponse<Object> unknownSection() {
        return Problem.notFound("unknown-section", "The sections are " + String.join(", ", SECTIONS) + ".");
    }
}
