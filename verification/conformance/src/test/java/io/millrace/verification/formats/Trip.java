package io.millrace.verification.formats;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** An application on its route, each time with an empty disk. */
final class Trip {

    private static final String TEXT_SERDE = "org.apache.kafka.common.serialization.Serdes$StringSerde";
    private static final String CACHE_BYTES = "10000000";

    private final Scenario scenario;
    private final Route route;
    private final Topics topics;
    private Application application;

    Trip(Scenario scenario, Route route, Topics topics) {
        this.scenario = scenario;
        this.route = route;
        this.topics = topics;
    }

    Route route() {
        return route;
    }

    String applicationId() {
        return scenario.name() + "-" + route.name().toLowerCase(Locale.ROOT);
    }

    /** Starts the library of this part, if it does not run. */
    void goOn(int part, String bootstrapServers, Path directory) {
        if (application != null) {
            return;
        }
        Properties settings = new Properties();
        settings.put("application.id", applicationId());
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("state.dir", directory.resolve(applicationId() + part).toString());
        settings.put("commit.interval.ms", "100");
        settings.put("statestore.cache.max.bytes", scenario.cached() ? CACHE_BYTES : "0");
        settings.put("default.key.serde", TEXT_SERDE);
        settings.put("default.value.serde", TEXT_SERDE);
        settings.put("consumer.auto.offset.reset", "earliest");
        settings.put(Application.INPUT, scenario.input());
        settings.put(Application.OUTPUT, Topics.output(applicationId()));
        // Results on window close, and of left and outer joins, do not wait for the wall clock.
        settings.put("__emit.interval.ms.kstreams.windowed.aggregation__", "0");
        settings.put("__emit.interval.ms.kstreams.outer.join.spurious.results.fix__", "0");
        scenario.settings().forEach(settings::put);
        application = route.library(part).start(scenario.program(), settings);
    }

    /** Whether all input was processed and committed, and all changes with it. */
    boolean isDone() {
        if (application.failure() != null) {
            throw new IllegalStateException(applicationId() + " failed.", application.failure());
        }
        return application.isRunning() && topics.isProcessed(applicationId(), scenario.input());
    }

    /** What can be queried while it runs. */
    Map<String, List<String>> stores() {
        Map<String, List<String>> stores = new TreeMap<>();
        application
                .contents()
                .forEach((store, rows) ->
                        stores.put(store, rows.stream().sorted().toList()));
        return stores;
    }

    void stop() {
        if (application != null) {
            application.close();
            application = null;
        }
    }

    /** All it left behind. */
    Observation observe(Map<String, List<String>> stores) {
        String output = Topics.output(applicationId());
        Set<String> read = topics.internal(applicationId());
        read.removeIf(topic -> !Topics.isChangelog(topic));
        read.add(output);
        Map<String, List<Logged>> changelogs = new TreeMap<>();
        topics.read(read)
                .forEach((topic, records) ->
                        changelogs.put(topic.substring(applicationId().length() + 1), records));
        return new Observation(
                changelogs.remove(output.substring(applicationId().length() + 1)),
                stores,
                changelogs,
                topics.positions(applicationId(), scenario.input()));
    }
}
