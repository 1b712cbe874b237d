package io.millrace.streams.spring.autoconfigure.actuate;

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
        @Nullable String lastFailure,
        List<String> sections)
        implements OperationResponseBody {

    record Threads(int configured, int alive) {}

    record Tasks(int active) {}

    static TopologySummary of(ManagedTopology topology) {
        TopologyStatus status = topology.status();
        LocalWork work = LocalWork.of(topology);
        Throwable failure = status.failure();
        return new TopologySummary(
                topology.applicationId(),
                status.phase().name().toLowerCase(Locale.ROOT),
                status.state().name(),
                status.since(),
                status.paused(),
                status.waitingFor(),
                new Threads(work.configuredThreads(), work.aliveThreads()),
                new Tasks(work.activeTasks()),
                LocalWork.storesOf(topology.topology()),
                failure == null ? null : KnownFailures.reason(failure),
                StreamsEndpoint.SECTIONS);
    }
}
