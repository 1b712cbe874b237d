package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.ScratchDirectory;
import java.util.HashMap;
import java.util.Map;

/** The configuration of the applications: the same for both libraries, and memory that comes to the same. */
final class Settings {

    private static final long CACHE_BYTES = 64 << 20;

    /** Beside its cache a store of Kafka Streams takes by default 50 MiB for blocks, and 48 for what is not flushed yet. */
    private static final long NATIVE_BYTES = 98 << 20;

    private static final String CACHE = "statestore.cache.max.bytes";

    static final String TEXT = "org.apache.kafka.common.serialization.Serdes$StringSerde";

    private Settings() {}

    static Map<String, String> cached(boolean on) {
        return Map.of(CACHE, on ? Long.toString(CACHE_BYTES) : "0");
    }

    static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> both = new HashMap<>(some);
        both.putAll(more);
        return both;
    }

    /** All that an application is started with. */
    static Map<String, String> of(
            Library library,
            String bootstrapServers,
            ScratchDirectory directory,
            String application,
            Map<String, String> own) {
        Map<String, String> config = new HashMap<>(own);
        config.put("application.id", application);
        config.put("bootstrap.servers", bootstrapServers);
        config.put("state.dir", directory.path().toString());
        config.put("auto.offset.reset", "earliest");
        config.put("num.stream.threads", "1");
        config.put("default.key.serde", TEXT);
        config.put("default.value.serde", TEXT);
        if (library == Library.MILLRACE) {
            long cacheBytes = Long.parseLong(config.get(CACHE));
            config.put("state.memory.max.bytes", Long.toString(cacheBytes + NATIVE_BYTES));
        }
        return config;
    }
}
