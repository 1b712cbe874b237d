package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.spring.autoconfigure.LocalWork;
import io.millrace.streams.spring.autoconfigure.diagnostics.KnownFailures;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/** A topology in a few lines. */
record TopologySummary(
        String applicationId,
        String phase,
        String state,
        Instant stateSince,
        boolean paused,
        @Nullable String waitingFor,
        Threads threads,
        Tasks tasks,
        Set<String> stores,
        @Nullable String applicationServer,
        @Nullable String lastFailure,
        @Nullable Instant nextRestart,
        int restarts,
        List<String> sections)
        implements OperationResponseBody {

    record Threads(int configured, int alive) {}

    record Tasks(int active, int standby, int restoring) {}

    static TopologySummary of(ManagedTopology topology) {
        TopologyStatus status = topology.status();
        LocalWork work = LocalWork.of(topology);
        Throwable failure = status.failure();
        Object server = topology.config().get(StreamsConfig.APPLICATION_SERVER_CONFIG);
        return new TopologySummary(
                topology.applicationId(),
                status.phase().name().toLowerCase(Locale.ROOT),
                status.state().name(),
                status.since(),
                status.paused(),
                status.waitingFor(),
                new Threads(work.configuredThreads(), work.aliveThreads()),
                new Tasks(
                        work.activeTasks(),
                        work.standbyTasks(),
                        LocalWork.Restoring.of(topology).tasks()),
                LocalWork.storesOf(topology.topology()),
                server == null ? null : server.toString(),
                failure == null ? null : KnownFailures.reason(failure),
                status.nextRestart(),
                status.restarts(),
                StreamsEndpoint.SECTIONS);
    }
}
