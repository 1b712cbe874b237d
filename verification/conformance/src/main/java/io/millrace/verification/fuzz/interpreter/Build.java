package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Named;
import io.millrace.verification.fuzz.Op;
import io.millrace.verification.fuzz.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A program while its topology is built. */
final class Build {

    /** Slots of {@link Op#choices()} that mean the same for every operator; those from 5 on are its own. */
    static final int VARIANT = 0;

    static final int NAMING = 1;
    static final int STORE = 2;
    static final int SERDE = 3;
    static final int TYPE = 4;

    final StreamsBuilder builder;
    /** Lines for people. */
    final List<String> code = new ArrayList<>();
    /** What functions with side effects saw, in order. */
    final List<String> events = new Events();
    /** The messages of exceptions in this step. */
    final List<String> failures = new ArrayList<>();

    /** Whether what a suppression holds has an old value in Kafka Streams that it has not in Millrace. */
    boolean holdsBeginnings;

    /** How many records came out of joins of streams. */
    int joinedRecords;

    final Map<String, Store> stores = new TreeMap<>();
    /** How long session stores keep sessions, by their names, where some may be written too late. */
    final Map<String, Long> sessionsKeptMs = new TreeMap<>();
    /** Stores of processors that others may share, by what they are. */
    final Map<String, String> connectedStores = new TreeMap<>();

    final List<Node> nodes = new ArrayList<>();
    private int counter;
    private int opIndex;

    /** What is known of a store by its name. */
    record Store(Type key, Type value) {}

    private final boolean cacheOn;

    /** Whether the program goes on after a failure. */
    final boolean tolerant;

    Build(StreamsBuilder builder, Settings settings) {
        this.builder = builder;
        this.cacheOn = settings.cacheBytes() > 0;
        this.tolerant = settings.tolerant();
    }

    /** Whether a table that is kept as the words say holds its updates back. */
    boolean isCached(String store) {
        return cacheOn && !store.contains("cachingDisabled") && !store.contains("versioned");
    }

    void begin(int index) {
        opIndex = index;
    }

    /** A name that no other operator has. */
    String unique(String prefix) {
        return prefix + opIndex;
    }

    /** The result, counted back from the latest, that fits; null if none does. */
    Node pick(int back, Predicate<Node> fits) {
        List<Node> fitting = new ArrayList<>();
        for (Node node : nodes) {
            if (fits.test(node)) {
                fitting.add(node);
            }
        }
        return fitting.isEmpty() ? null : fitting.get(fitting.size() - 1 - back % fitting.size());
    }

    Node stream(Op op) {
        return pick(op.input(), Node::isStream);
    }

    Node plainStream(Op op) {
        return pick(op.input(), node -> node.isStream() && !node.key.isWindowed());
    }

    Node table(Op op) {
        return pick(op.input(), node -> node.isTable() && !node.beginsAtZero);
    }

    Node plainTable(Op op) {
        return pick(op.input(), node -> node.isTable() && !node.key.isWindowed() && !node.beginsAtZero);
    }

    void add(Object handle, Node from, Type key, Type value, String line, Node... read) {
        boolean windowed = key.isWindowed();
        Node node = new Node(next(), handle, key, value, windowed ? from.windowSizeMs : 0, windowed && from.closing);
        node.parents = new ArrayList<>(List.of(read));
        node.parents.add(from);
        add(node, from.name + "." + line);
        from.used = true;
        for (Node other : read) {
            other.used = true;
        }
    }

    void add(Node node, String line) {
        node.versioned = line.contains("versioned");
        nodes.add(node);
        code.add(node.name + " = " + line + "   // " + node.key + ", " + node.value);
    }

    Node latest() {
        return nodes.get(nodes.size() - 1);
    }

    String next() {
        return "n" + counter++;
    }

    /** Null if the operator is not named. */
    Named named(Op op) {
        return isNamed(op) ? Named.as(unique("op")) : null;
    }

    boolean isNamed(Op op) {
        return op.choice(NAMING, 16) >= 9;
    }

    /** The types of the result's value: that of the input, or another. */
    Type type(Op op, Type before) {
        int choice = op.choice(TYPE, 16);
        return choice < 6 ? before : Type.base(choice);
    }

    /** Whether the operator leaves it to Kafka Streams to find the serdes. */
    boolean implicitSerdes(Op op) {
        return op.choice(SERDE, 16) >= 14
                && !(isNamed(op)
                        && op.kind() != null
                        && switch (op.kind()) {
                            case COUNT, REDUCE, AGGREGATE, COGROUP -> true;
                            default -> false;
                        });
    }

    /** As above, for an operator that is known to have these serdes: entry "known serdes". */
    boolean implicitSerdes(Op op, Serde<?> key, Serde<?> value) {
        return implicitSerdes(op)
                && !(op.kind() != null
                        && switch (op.kind()) {
                            case TO_TABLE, TABLE_FILTER, REPARTITION -> !isDefault(key) || !isDefault(value);
                            case TABLE_MAP_VALUES, TABLE_TRANSFORM_VALUES, COGROUP -> !isDefault(key);
                            default -> false;
                        });
    }

    private static boolean isDefault(Serde<?> serde) {
        return serde instanceof Serdes.StringSerde;
    }

    Grouped<Object, Object> grouped(Op op, Type key, Type value) {
        Serde<Object> keySerde = key.serde(0);
        Serde<Object> valueSerde = value.serde(0);
        if (implicitSerdes(op)) {
            return isNamed(op) ? Grouped.as(unique("grouped")) : null;
        }
        return isNamed(op) ? Grouped.with(unique("grouped"), keySerde, valueSerde) : Grouped.with(keySerde, valueSerde);
    }

    static String words(Object... parts) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            if (part != null) {
                text.append(text.length() == 0 ? "" : ", ").append(part);
            }
        }
        return text.toString();
    }
}
