package io.millrace.streams.spring.autoconfigure.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch.Stage;
import io.millrace.streams.spring.autoconfigure.query.QueryMeter;
import org.springframework.beans.factory.ObjectProvider;

/** Our own few meters of each topology that is measured. */
final class TopologyMeters implements MeterBinder {

    static final String TOPOLOGY = "topology";

    private final StreamsProperties properties;
    private final ObjectProvider<StreamsRegistry> topologies;

    TopologyMeters(StreamsProperties properties, ObjectProvider<StreamsRegistry> topologies) {
        this.properties = properties;
        this.topologies = topologies;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        topologies.ifAvailable(all -> all.topologies().stream()
                .filter(topology -> MetricsConfigCustomizer.isMeasured(topology.name(), properties))
                .forEach(topology -> bind(topology, registry)));
    }

    private static void bind(ManagedTopology topology, MeterRegistry registry) {
        for (State state : State.values()) {
            Gauge.builder("streams.state", topology, watched -> watched.status().state() == state ? 1 : 0)
                    .tags(TOPOLOGY, topology.name(), "state", state.name())
                    .description("Whether the client of the topology is in the state")
                    .register(registry);
        }
        Gauge.builder(
                        "streams.threads",
                        topology,
                        watched -> LocalWork.of(watched).aliveThreads())
                .tags(TOPOLOGY, topology.name())
                .description("Threads that process records of the topology")
                .register(registry);
        Gauge.builder(
                        "streams.tasks",
                        topology,
                        watched -> LocalWork.of(watched).activeTasks())
                .tags(TOPOLOGY, topology.name(), "status", "active")
                .description("Tasks of the topology on this instance")
                .register(registry);
        Gauge.builder(
                        "streams.tasks",
                        topology,
                        watched -> LocalWork.of(watched).standbyTasks())
                .tags(TOPOLOGY, topology.name(), "status", "standby")
                .description("Tasks of the topology on this instance")
                .register(registry);
        Gauge.builder(
                        "streams.tasks",
                        topology,
                        watched -> LocalWork.Restoring.of(watched).tasks())
                .tags(TOPOLOGY, topology.name(), "status", "restoring")
                .description("Tasks of the topology on this instance")
                .register(registry);
        Gauge.builder(
                        "streams.restore.remaining",
                        topology,
                        watched -> LocalWork.Restoring.of(watched).remainingRecords())
                .tags(TOPOLOGY, topology.name())
                .description("Records that stores of the topology on this instance have to restore still, or fewer")
                .register(registry);
        FunctionCounter.builder(
                        "streams.restarts",
                        topology,
                        watched -> watched.status().restarts())
                .tags(TOPOLOGY, topology.name())
                .description("Restarts of the topology after failures")
                .register(registry);
        // Those that are there from the start, at zero, show their first increase.
        for (Stage stage : Stage.values()) {
            FailureMeters.counter(topology.name(), stage, registry);
        }
        RestoreMeters.timer(topology.name(), registry);
        for (QueryMeter.Kind kind : QueryMeter.Kind.values()) {
            QueryMeters.timer(kind, topology.name(), QueryMeters.SUCCESS, registry);
        }
    }
}
