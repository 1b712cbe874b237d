package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamsRegistry;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runners of all topologies. */
final class TopologyRunners implements StreamsRegistry {

    private final Map<String, TopologyRunner> byName = new LinkedHashMap<>();

    TopologyRunners(List<TopologyRunner> runners) {
        runners.forEach(runner -> byName.put(runner.name(), runner));
    }

    Collection<TopologyRunner> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    @Override
    public Collection<ManagedTopology> topologies() {
        return List.copyOf(byName.values());
    }

    @Override
    public Optional<ManagedTopology> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
