package io.millrace.streams.spring.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import io.millrace.streams.spring.autoconfigure.query.QueryMeter;
import io.millrace.streams.spring.autoconfigure.query.StorePage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;

/** Times queries, by topology and outcome, of which there are few. */
final class QueryMeters implements QueryMeter {

    static final String SUCCESS = "success";

    private final StreamsProperties properties;
    private final ObjectProvider<MeterRegistry> registry;

    QueryMeters(StreamsProperties properties, ObjectProvider<MeterRegistry> registry) {
        this.properties = properties;
        this.registry = registry;
    }

    @Override
    public StorePage measure(Kind kind, String topology, Supplier<StorePage> query) {
        if (!MetricsConfigCustomizer.isMeasured(topology, properties)) {
            return query.get();
        }
        long sinceNanos = System.nanoTime();
        String outcome = "failed";
        try {
            StorePage page = query.get();
            outcome = SUCCESS;
            return page;
        } catch (StateQueryException e) {
            outcome = outcome(e.status());
            throw e;
        } finally {
            long tookNanos = System.nanoTime() - sinceNanos;
            String ended = outcome;
            registry.ifAvailable(
                    present -> timer(kind, topology, ended, present).record(tookNanos, TimeUnit.NANOSECONDS));
        }
    }

    private static String outcome(int status) {
        return switch (status) {
            case 400 -> "invalid";
            case 404 -> "not-found";
            case 429 -> "too-many";
            case 503 -> "unavailable";
            default -> "failed";
        };
    }

    static Timer timer(Kind kind, String topology, String outcome, MeterRegistry registry) {
        return switch (kind) {
            case ANSWER ->
                timer("streams.query", "Queries of state by the application or over HTTP", topology, outcome, registry);
            case REMOTE ->
                timer("streams.query.remote", "Requests to other instances for state", topology, outcome, registry);
        };
    }

    private static Timer timer(
            String name, String description, String topology, String outcome, MeterRegistry registry) {
        return Timer.builder(name)
                .tags(TopologyMeters.TOPOLOGY, topology, "outcome", outcome)
                .description(description)
                .register(registry);
    }
}
