package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.processor.TimestampExtractor;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.verification.fuzz.Kind;
import io.millrace.verification.fuzz.Observation;
import io.millrace.verification.fuzz.Op;
import io.millrace.verification.fuzz.Program;
import io.millrace.verification.fuzz.Settings;
import io.millrace.verification.fuzz.Side;
import io.millrace.verification.fuzz.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Builds a program's topology and hands it to a {@link Drive}. */
public final class Interpreter implements Side {

    @Override
    public Observation run(Program program, Path stateDirectory) {
        Properties properties = properties(program.settings(), stateDirectory);
        Map<String, List<String>> sections = new TreeMap<>();
        Build build = new Build(new StreamsBuilder(), program.settings());
        Mishaps.configure(program, build, properties);
        Topology topology;
        try {
            describe(program, build);
            topology = build.builder.build(properties);
            sections.put("description", List.of(topology.describe().toString().split("\n")));
            sections.put("queryable stores", queryable(build));
        } catch (Exception e) {
            sections.put("error", Failure.lines("while building", e));
            sections.put("#error", Failure.messages(e));
            return new Observation(build.code, sections);
        }
        new Drive(program, build, sections).run(topology, properties);
        return new Observation(build.code, sections);
    }

    private static Properties properties(Settings settings, Path stateDirectory) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class.getName());
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class.getName());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, settings.cacheBytes());
        properties.put(
                StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG,
                switch (settings.optimization()) {
                    case 1 -> StreamsConfig.OPTIMIZE;
                    case 2 -> StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS;
                    case 3 -> StreamsConfig.MERGE_REPARTITION_TOPICS;
                    case 4 -> StreamsConfig.SINGLE_STORE_SELF_JOIN;
                    default -> StreamsConfig.NO_OPTIMIZATION;
                });
        if (!settings.persistent()) {
            properties.put(
                    StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                    io.millrace.streams.state.BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        }
        if (settings.headersFormat()) {
            properties.put(StreamsConfig.DSL_STORE_FORMAT_CONFIG, StreamsConfig.DSL_STORE_FORMAT_HEADERS);
        }
        if (settings.exactlyOnce()) {
            properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        }
        if (settings.explicitNames()) {
            properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        }
        return properties;
    }

    private static void describe(Program program, Build build) {
        for (int i = 0; i < program.sources().size(); i++) {
            source(build, program.sources().get(i), i);
        }
        for (int i = 0; i < program.ops().size(); i++) {
            build.begin(i);
            apply(build, program.ops().get(i), program);
        }
        List<Node> nodes = new ArrayList<>(build.nodes);
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.used || node.isGlobal()) {
                continue;
            }
            String topic = "out-" + node.name;
            // Entry "failing joins with grace".
            boolean fragile = Mishaps.failsToSend(program) && !(node.waited && build.tolerant);
            Produced<Object, Object> produced =
                    Produced.with(node.keySerde(), fragile ? Mishaps.fragile(node.valueSerde()) : node.valueSerde());
            if (node.isTable()) {
                node.table().toStream().to(topic, produced);
            } else {
                node.stream().to(topic, produced);
            }
            build.code.add(node.name + ".to(" + topic + (fragile ? ", fragile" : "") + ")");
        }
    }

    private static List<String> queryable(Build build) {
        List<String> names = new ArrayList<>();
        for (Node node : build.nodes) {
            if (!node.isStream()) {
                names.add(node.name + ": "
                        + (node.isTable()
                                ? node.table().queryableStoreName()
                                : node.global().queryableStoreName()));
            }
        }
        return names;
    }

    /** Moves some times, and gives some records none. */
    private record Times(int variant, boolean versioned) implements TimestampExtractor {

        @Override
        public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
            long timeMs = timeMs(record, partitionTime);
            return versioned ? Materials.versionMs(timeMs, record.value() == null) : timeMs;
        }

        private long timeMs(ConsumerRecord<Object, Object> record, long partitionTime) {
            int hash = Functions.hash(variant, record.value(), record.offset());
            return switch (hash % 16) {
                case 0 -> -1;
                case 1 -> Math.max(0, partitionTime);
                case 2 -> record.timestamp() + 5;
                default -> record.timestamp();
            };
        }
    }

    private static void source(Build build, Source source, int index) {
        String topic = "in-" + index;
        Type key = source.longKeys() ? Type.LONG : Type.STRING;
        Type value = source.longValues() ? Type.LONG : Type.STRING;
        Serde<Object> keySerde = key.serde(0);
        Serde<Object> valueSerde = value.serde(0);
        Consumed<Object, Object> consumed = Consumed.with(keySerde, valueSerde);
        boolean named = source.choice(Build.NAMING, 16) >= 9;
        if (named) {
            consumed = consumed.withName("source" + index);
        }
        // Kafka Streams' driver does not ask the extractors of global tables.
        boolean timed = source.choice(8, 16) >= 13 && source.shape() != Source.Shape.GLOBAL_TABLE;
        if (timed) {
            consumed = consumed.withTimestampExtractor(
                    new Times(source.choice(Build.VARIANT, 16), Materials.isVersioned(source)));
        }
        // Sources choose as an operator would whose number is below those of all operators.
        build.begin(-1 - index);
        Op op = new Op(null, 0, 0, source.choices());
        String words = Build.words(topic, named ? "named" : null, timed ? "timed" : null);
        switch (source.shape()) {
            case STREAM -> {
                build.add(
                        new Node(build.next(), build.builder.stream(topic, consumed), key, value),
                        "stream(" + words + ")");
                if (source.choice(5, 8) == 7) {
                    build.add(
                            new Node(build.next(), build.builder.stream(topic, consumed), key, value),
                            "stream(" + words + ")");
                }
            }
            case TABLE -> {
                Materials.Choice<KeyValueStore<Bytes, byte[]>> store =
                        new Materials(build).keyValue(op, keySerde, valueSerde, true);
                Object table = store.option() == null
                        ? build.builder.table(topic, consumed)
                        : build.builder.table(topic, consumed, store.option());
                build.add(new Node(build.next(), table, key, value), "table(" + Build.words(words, store.text()) + ")");
            }
            case GLOBAL_TABLE -> {
                Materials.Choice<KeyValueStore<Bytes, byte[]>> store = new Materials(build)
                        .keyValue(op, keySerde, valueSerde, false)
                        .named();
                Materialized<Object, Object, KeyValueStore<Bytes, byte[]>> option = store.option();
                Object table = option == null
                        ? build.builder.globalTable(topic, consumed)
                        : build.builder.globalTable(topic, consumed, option);
                build.add(
                        new Node(build.next(), table, key, value),
                        "globalTable(" + Build.words(words, store.text()) + ")");
            }
        }
    }

    private static void apply(Build build, Op op, Program program) {
        switch (op.kind()) {
            case FILTER -> new StreamOps(build).filter(op, false);
            case FILTER_NOT -> new StreamOps(build).filter(op, true);
            case MAP -> new StreamOps(build).map(op);
            case MAP_VALUES -> new StreamOps(build).mapValues(op);
            case FLAT_MAP -> new StreamOps(build).flatMap(op);
            case FLAT_MAP_VALUES -> new StreamOps(build).flatMapValues(op);
            case SELECT_KEY -> new StreamOps(build).selectKey(op);
            case PEEK -> new StreamOps(build).peek(op);
            case MERGE -> new StreamOps(build).merge(op);
            case SPLIT -> new StreamOps(build).split(op);
            case REPARTITION -> new StreamOps(build).repartition(op);
            case THROUGH -> new StreamOps(build).through(op);
            case TO_DYNAMIC -> new StreamOps(build).toDynamic(op);
            case TO_TABLE -> new StreamOps(build).toTable(op, program.settings().mergesRepartitions());
            // Kafka Streams takes processors for filters when it merges repartitions, and moves these before them.
            case PROCESS, PROCESS_VALUES -> {
                if (!program.settings().mergesRepartitions()) {
                    new ProcessOps(build).process(op, op.kind() == Kind.PROCESS_VALUES);
                }
            }
            case SOURCE_AGAIN ->
                source(
                        build,
                        program.sources().get(op.input() % program.sources().size()),
                        op.input() % program.sources().size());
            case COUNT, REDUCE, AGGREGATE -> new GroupOps(build).aggregate(op);
            case COGROUP -> new CogroupOps(build).cogroup(op);
            case TABLE_FILTER -> new TableOps(build).filter(op);
            case TABLE_MAP_VALUES -> new TableOps(build).mapValues(op);
            case TABLE_TRANSFORM_VALUES -> new TableOps(build).transformValues(op);
            case TABLE_TO_STREAM -> new TableOps(build).toStream(op);
            case TABLE_GROUP -> new TableOps(build).group(op);
            case TABLE_JOIN -> new JoinOps(build).tables(op);
            case FOREIGN_KEY_JOIN -> new JoinOps(build).foreignKey(op);
            case SUPPRESS -> new SuppressOp(build).suppress(op);
            case STREAM_JOIN -> new JoinOps(build).streams(op, false);
            case SELF_JOIN -> new JoinOps(build).streams(op, true);
            case TABLE_LOOKUP -> new JoinOps(build).lookup(op);
            case GLOBAL_LOOKUP ->
                new JoinOps(build).globalLookup(op, program.settings().mergesRepartitions());
        }
    }
}
