package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.autoconfigure.ShownNames;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** Shows the topologies of the application, and starts and stops them. Holds no user data. */
@Endpoint(id = StreamsEndpoint.ID, defaultAccess = Access.READ_ONLY)
public final class StreamsEndpoint {

    static final String ID = "streams";
    static final List<String> SECTIONS =
            List.of("topology", "threads", "tasks", "stores", "restores", "peers", "config");

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
    public Object topology(@Selector String topology) {
        return TopologySummary.of(find(topology));
    }

    /** A section of a topology; {@code format} is for the section {@code topology}: json, text, mermaid or dot. */
    @ReadOperation
    public Object section(@Selector String topology, @Selector String section, @Nullable String format) {
        return section(topology, section, format, SecurityContext.NONE);
    }

    Object section(String topology, String section, @Nullable String format, SecurityContext asker) {
        ManagedTopology found = find(topology);
        if (format != null && !format.equals("json")) {
            return formatted(found, section, format);
        }
        return OperationResponseBody.of(Map.of(section, section(found, section, asker)));
    }

    /** One task, store, thread or peer. */
    @ReadOperation
    public Object item(@Selector String topology, @Selector String section, @Selector String name) {
        return item(topology, section, name, SecurityContext.NONE);
    }

    Object item(String topology, String section, String name, SecurityContext asker) {
        Map<String, Object> items = section(find(topology), section, asker);
        Object item = items.get(name);
        if (item == null) {
            throw ProblemException.notFound(
                    "unknown-name",
                    "The section has nothing of that name. What it has: " + ShownNames.of(items.keySet()) + ".");
        }
        return OperationResponseBody.of(Map.of(name, item));
    }

    /**
     * Does something to a topology on this instance, and shows it in short. The actions are start, stop, restart, pause, resume,
     * add-thread and remove-thread.
     */
    @WriteOperation
    public Object control(@Selector String topology, @Nullable String action) {
        ManagedTopology found = find(topology);
        TopologyControl.perform(action, found);
        return TopologySummary.of(found);
    }

    private ManagedTopology find(String name) {
        return topologies
                .find(name)
                .orElseThrow(() -> ProblemException.notFound(
                        "unknown-topology",
                        "There is no such topology. Those there are: "
                                + ShownNames.of(topologies.topologies().stream()
                                        .map(ManagedTopology::name)
                                        .toList())
                                + "."));
    }

    private static String formatted(ManagedTopology topology, String section, String format) {
        if (!section.equals("topology")) {
            throw ProblemException.refused("bad-format", "Only the topology has formats.");
        }
        return switch (format) {
            case "text" -> topology.topology().describe().toString();
            case "mermaid" -> Drawing.MERMAID.of(TopologyGraph.of(topology.topology()));
            case "dot" -> Drawing.DOT.of(TopologyGraph.of(topology.topology()));
            default -> throw ProblemException.refused("bad-format", "The formats are json, text, mermaid and dot.");
        };
    }

    private Map<String, Object> section(ManagedTopology topology, String section, SecurityContext asker) {
        return switch (section) {
            case "topology" -> TopologySections.topology(topology.topology());
            case "threads" -> TopologySections.threads(topology);
            case "tasks" -> TaskSection.of(topology);
            case "stores" -> TopologySections.stores(topology, Instant.now());
            case "restores" -> TopologySections.restores(topology, Instant.now());
            case "peers" -> PeerSection.of(topology);
            case "config" -> configView.of(topology.config(), asker);
            default ->
                throw ProblemException.notFound(
                        "unknown-section",
                        "There is no such section. The sections are " + String.join(", ", SECTIONS) + ".");
        };
    }
}
