package io.millrace.streams.spring.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.streams.spring.StateRestoreEvent;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;

/** Times restores, from their start to their end; those given up do not count. Safe for use by any thread. */
final class RestoreMeters {

    private final StreamsProperties properties;
    private final ObjectProvider<MeterRegistry> registry;
    /** When restores started that are under way: of partitions of stores, and so few. */
    private final Map<Restored, Long> startedNanos = new ConcurrentHashMap<>();

    private record Restored(String topology, String store, int partition) {}

    RestoreMeters(StreamsProperties properties, ObjectProvider<MeterRegistry> registry) {
        this.properties = properties;
        this.registry = registry;
    }

    @EventListener
    void onRestore(StateRestoreEvent event) {
        if (!MetricsConfigCustomizer.isMeasured(event.topology(), properties)) {
            return;
        }
        Restored restored = new Restored(event.topology(), event.store(), event.partition());
        if (event.stage() == StateRestoreEvent.Stage.STARTED) {
            startedNanos.put(restored, System.nanoTime());
            return;
        }
        Long since = startedNanos.remove(restored);
        if (since != null && event.stage() == StateRestoreEvent.Stage.ENDED) {
            Duration took = Duration.ofNanos(System.nanoTime() - since);
            registry.ifAvailable(present -> timer(event.topology(), present).record(took));
        }
    }

    static Timer timer(String topology, MeterRegistry registry) {
        return Timer.builder("streams.restore.duration")
                .tags(TopologyMeters.TOPOLOGY, topology)
                .description("Restores of a partition of a store, from start to end")
                .register(registry);
    }
}
