package io.millrace.verification.formats.program;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.state.BuiltInDslStoreSuppliers;
import io.millrace.verification.formats.Application;
import io.millrace.verification.formats.Library;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

/** Starts programs by name. */
public final class Launcher implements Library {

    private static final Map<String, Supplier<Program>> PROGRAMS = Map.of(
            "key-value-stores", KeyValueStores::new,
            "window-stores", WindowStores::new,
            "session-stores", SessionStores::new,
            "aggregates", Aggregates::new,
            "windowed-aggregates", WindowedAggregates::new,
            "joins", Joins::new,
            "foreign-key-joins", ForeignKeyJoins::new,
            "source-tables", SourceTables::new);

    @Override
    public Application start(String program, Properties settings) {
        if (settings.containsKey(Application.IN_MEMORY)) {
            settings.put(
                    StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                    BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        }
        Definition definition = new Definition(settings);
        PROGRAMS.get(program).get().define(definition);
        KafkaStreams streams = new KafkaStreams(definition.topology(settings), settings);
        RunningProgram running = new RunningProgram(streams, definition.readings());
        running.start();
        return running;
    }
}
