package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.kstream.GlobalKTable;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;

/** A result of the program so far: a stream, a table or a global table, and what is known of it. */
final class Node {

    final String name;
    final Object handle;
    final Type key;
    final Type value;
    final long windowSizeMs;
    /** Whether windows of the key close at some time, so that results may wait for it. */
    final boolean closing;
    /** Whether another operator reads it; what nobody reads is sent to a topic. */
    boolean used;
    /** Whether its store keeps versions. */
    boolean versioned;
    /**
     * Whether its first updates may have an old value in Kafka Streams, see {@link GroupOps#initial}, or updates of sessions at one
     * point in time none.
     */
    boolean beginsAtZero;
    /** Whether it is held back, and what Kafka Streams shows of it meanwhile is such an old value. */
    boolean showsBeginnings;
    /** Whether Kafka Streams knows no serde for its windowed keys. */
    boolean unknownKeys;
    /** Whether its records waited for a table. */
    boolean waited;
    /** What it is made of. */
    List<Node> parents = List.of();

    Node(String name, Object handle, Type key, Type value) {
        this(name, handle, key, value, 0, false);
    }

    Node(String name, Object handle, Type key, Type value, long windowSizeMs, boolean closing) {
        this.name = name;
        this.handle = handle;
        this.key = key;
        this.value = value;
        this.windowSizeMs = windowSizeMs;
        this.closing = closing;
    }

    /** It, and all that it is made of. */
    Set<Node> lineage() {
        Set<Node> lineage = new LinkedHashSet<>(List.of(this));
        parents.forEach(parent -> lineage.addAll(parent.lineage()));
        return lineage;
    }

    boolean isStream() {
        return handle instanceof KStream;
    }

    boolean isTable() {
        return handle instanceof KTable;
    }

    boolean isGlobal() {
        return !isStream() && !isTable();
    }

    @SuppressWarnings("unchecked")
    KStream<Object, Object> stream() {
        return (KStream<Object, Object>) handle;
    }

    @SuppressWarnings("unchecked")
    KTable<Object, Object> table() {
        return (KTable<Object, Object>) handle;
    }

    @SuppressWarnings("unchecked")
    GlobalKTable<Object, Object> global() {
        return (GlobalKTable<Object, Object>) handle;
    }

    Serde<Object> keySerde() {
        return key.serde(windowSizeMs);
    }

    Serde<Object> valueSerde() {
        return value.serde(0);
    }
}
